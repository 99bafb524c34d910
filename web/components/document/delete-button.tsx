import { Icon } from '../icon.tsx'
import { focusNeighbour } from './focus-list.ts'

export function DeleteButton({ name, onDelete }: { name: string; onDelete: () => void }) {
  return (
    <button
      type="button"
      class="quiet"
      title="Delete the picture and its text"
      onClick={({ currentTarget }) => {
        focusNeighbour(currentTarget)
        onDelete()
      }}
    >
      <Icon name="trash" />
      <span class="wide">Delete</span>
      <span class="unseen"> {name}</span>
    </button>
  )
}
