import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Icon, type IconName } from '../icon.tsx'
import { copyText } from './copy-text.ts'

export interface OutcomeButtonProps {
  name: string
  icon: IconName
  title: string
  /** For screen readers, after the name. */
  note?: string
  text: () => string
}

/** Copies a text, and says for 1.6 s whether the browser allowed it. */
export function OutcomeButton({ name, icon, title, note, text }: OutcomeButtonProps) {
  const outcome = useSignal<'Copied' | 'Not copied' | null>(null)

  useEffect(() => {
    if (outcome.value === null) return
    const timer = setTimeout(() => {
      outcome.value = null
    }, 1_600)
    return () => clearTimeout(timer)
  }, [outcome.value])

  return (
    <button
      type="button"
      class="quiet"
      title={title}
      onClick={async ({ currentTarget }) => {
        outcome.value = (await copyText(text(), currentTarget)) ? 'Copied' : 'Not copied'
      }}
    >
      <Icon name={outcome.value === 'Copied' ? 'check' : icon} />
      <span class="wide" aria-live="polite">
        {outcome.value ?? name}
      </span>
      {note && <span class="unseen"> {note}</span>}
    </button>
  )
}
