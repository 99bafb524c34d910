import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Icon } from '../icon.tsx'

export interface ConfirmButtonProps {
  icon: Parameters<typeof Icon>[0]['name']
  label: string
  /** Label after the first click. */
  question: string
  title?: string
  /** What it acts on, for screen readers. */
  name?: string
  /** Class of the label; it is without while it is the question. */
  labelClass?: string
  onConfirm: (button: HTMLButtonElement) => void
}

/** Confirms by its own label: a second click acts; a blur or 4 s without a click cancels. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { icon, label, question, title = '', name, labelClass = '', onConfirm } = props
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
      title={isArmed.value ? '' : title}
      onBlur={disarm}
      onClick={({ currentTarget }) => {
        const isConfirmed = isArmed.value
        isArmed.value = !isConfirmed
        if (isConfirmed) onConfirm(currentTarget)
      }}
    >
      <Icon name={icon} />
      <span class={isArmed.value ? '' : labelClass} aria-live="polite">
        {isArmed.value ? question : label}
      </span>
      {name !== undefined && <span class="unseen"> {name}</span>}
    </button>
  )
}
