import type { Document } from '../../../functions/shared/http/api.ts'
import { exportUrl } from '../../api/links.ts'
import { textFilename } from '../../library/document-text.ts'
import { Icon } from '../icon.tsx'
import { OutcomeButton } from './outcome-button.tsx'

/** Copy and download of the text. */
export function TextActions({ document, text }: { document: Document; text: string }) {
  return (
    <>
      <CopyButton text={text} />
      <a
        class="quiet"
        href={exportUrl(document.id, 'text')}
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

export function CopyButton({ text }: { text: string }) {
  return (
    <OutcomeButton name="Copy" icon="copy" title="Copy the text" note="text" text={() => text} />
  )
}
