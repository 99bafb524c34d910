import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Document } from '../../../functions/shared/http/api.ts'
import { textUrl } from '../../api/links.ts'
import { textFilename } from '../../library/document-text.ts'
import { Icon } from '../icon.tsx'
import { copyText } from './copy-text.ts'

/** Copy and download of the text. */
export function TextActions({ document, text }: { document: Document; text: string }) {
  return (
    <>
      <CopyButton text={text} />
      <a
        class="quiet"
        href={textUrl(document.id)}
        download={textFilename(document)}
        title="Download as text file"
      >
        <Icon name="download" />
        <span class="wide">Download</span>
        <span class="unseen"> text</span>
      </a>
    </>
  )
}

function CopyButton({ text }: { text: string }) {
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
      title="Copy the text"
      onClick={async ({ currentTarget }) => {
        outcome.value = (await copyText(text, currentTarget)) ? 'Copied' : 'Not copied'
      }}
    >
      <Icon name={outcome.value === 'Copied' ? 'check' : 'copy'} />
      <span class="wide" aria-live="polite">
        {outcome.value ?? 'Copy'}
      </span>
      <span class="unseen"> text</span>
    </button>
  )
}
