import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Icon } from '../icon.tsx'

/** Confirms by its own label: a second click deletes; a blur or 4 s without a click cancels. */
export function DeleteButton({ name, onDelete }: { name: string; onDelete: () => void }) {
  const isArmed = useSignal(false)
  const disarm = () => {
    isArmed.value = false
  }

  useEffect(() => {
    if (!isArmed.value) return
    const timer = setTimeout(disarm, 4_000)
    return () => clearTimeout(timer)
  }, [isArmed.value])

  return (
    <button
      type="button"
      class={isArmed.value ? 'quiet danger' : 'quiet'}
      title={isArmed.value ? '' : 'Delete the picture and its text'}
      onBlur={disarm}
      onClick={({ currentTarget }) => {
        if (!isArmed.value) {
          isArmed.value = true
          return
        }
        focusNeighbour(currentTarget)
        onDelete()
      }}
    >
      <Icon name="trash" />
      <span class={isArmed.value ? '' : 'wide'} aria-live="polite">
        {isArmed.value ? 'Delete for good?' : 'Delete'}
      </span>
      <span class="unseen"> {name}</span>
    </button>
  )
}

/** Keeps the keyboard focus in the list instead of at the top of the page. */
function focusNeighbour(button: Element) {
  const row = button.closest('li')
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling
  neighbour?.querySelector<HTMLElement>('a.card-name')?.focus()
}
