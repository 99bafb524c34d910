import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Icon, type IconName } from '../icon.tsx'

export interface ConfirmButtonProps {
  icon: IconName
  label: string
  /** Label after the first click. */
  question: string
  onConfirm: () => void
}

/** Confirms by its own label: a second click acts; a blur or 4 s without a click cancels. */
export function ConfirmButton({ icon, label, question, onConfirm }: ConfirmButtonProps) {
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
      onBlur={disarm}
      onClick={() => {
        const isConfirmed = isArmed.value
        isArmed.value = !isConfirmed
        if (isConfirmed) onConfirm()
      }}
    >
      <Icon name={icon} />
      <span aria-live="polite">{isArmed.value ? question : label}</span>
    </button>
  )
}
