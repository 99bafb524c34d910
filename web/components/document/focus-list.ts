/** Moves the focus from an entry that goes to its neighbour, instead of to the top of the page. */
export function focusNeighbour(within: Element) {
  const entry = within.closest('li')
  const neighbours = [entry?.nextElementSibling, entry?.previousElementSibling]
  const names = neighbours.flatMap((each) => each?.querySelector<HTMLElement>('a.card-name') ?? [])
  names[0]?.focus()
}

/** Moves the focus to the first entry that is left, when what had it has gone. */
export function focusListLater() {
  setTimeout(() => {
    document.querySelector<HTMLElement>('.shelf a.card-name')?.focus({ preventScroll: true })
  })
}
