import { documentAddress } from '../../../routing/route.ts'
import { OutcomeButton } from '../../document/outcome-button.tsx'

/** Copies the address of a document, at a page unless it is the first. */
export function CopyLinkButton({ documentId, page }: { documentId: string; page: number }) {
  const address = documentAddress(documentId, page === 1 ? null : page)
  return (
    <OutcomeButton
      name="Copy link"
      icon="link"
      title="Copy the address of this page"
      text={() => new URL(address, document.baseURI).href}
    />
  )
}
