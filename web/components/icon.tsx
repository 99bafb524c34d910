/** SVG paths in a 24 by 24 view box. */
const strokes = {
  damaged: 'M4 5h16v14H4z M4 19L20 5',
  picture: 'M4 5h16v14H4z M4 16l4.5-4.5 4 4 3-3L20 17 M15.5 9.5h.01',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M20 20l-4-4',
  copy: 'M9 9h10v11H9z M5 15V4h10',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  download: 'M12 4v11 M7.5 11l4.5 4.5 4.5-4.5 M5 20h14',
  again: 'M19 12a7 7 0 1 1-2.2-5.1 M17.5 3v4.5H13',
  trash: 'M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13',
  close: 'M6 6l12 12 M18 6L6 18',
  previous: 'M14.5 5.5L8 12l6.5 6.5',
  next: 'M9.5 5.5L16 12l-6.5 6.5',
  dice: 'M5 5h14v14H5z M9 9h.01 M15 15h.01 M12 12h.01',
} as const

export type IconName = keyof typeof strokes

/** Decoration, hidden from screen readers: needs text beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  )
}
