import { count } from '../../command/count.ts'
import type { Tally } from '../replay.ts'

/** Numbers of pages sent and not sent, with reasons, one per line. */
export function summaryOf(tally: Tally): string[] {
  const { documents, pagesSent, pagesLeft, documentsDeleted, documentsFailed } = tally
  const lines = [`${count(pagesSent, 'page')} of ${count(documents, 'document')} resent`]
  if (pagesLeft > 0) {
    lines.push(`${count(pagesLeft, 'page')} skipped: submitted since the start, or being read`)
  }
  if (documentsDeleted > 0) lines.push(`${count(documentsDeleted, 'document')} deleted meanwhile`)
  if (documentsFailed > 0) lines.push(`${count(documentsFailed, 'document')} failed`)
  return lines
}
