import { ConfirmButton } from './confirm-button.tsx'

export function DeleteButton({ name, onDelete }: { name: string; onDelete: () => void }) {
  return (
    <ConfirmButton
      icon="trash"
      label="Delete"
      labelClass="wide"
      question="Delete for good?"
      title="Delete the picture and its text"
      name={name}
      onConfirm={(button) => {
        focusNeighbour(button)
        onDelete()
      }}
    />
  )
}

/** Keeps the keyboard focus in the list instead of at the top of the page. */
function focusNeighbour(button: Element) {
  const row = button.closest('li')
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling
  neighbour?.querySelector<HTMLElement>('a.card-name')?.focus()
}
