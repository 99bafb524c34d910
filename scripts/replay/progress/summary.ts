import { count } from '../../command/count.ts'
import type { Tally } from '../replay.ts'

/** What was sent, and what was not and why, a line each. */
export function summaryOf(tally: Tally): string[] {
  const { documents, pagesSent, pagesLeft, documentsDeleted, documentsFailed } = tally
  const lines = [`${count(pagesSent, 'page')} of ${count(documents, 'document')} sent again`]
  if (pagesLeft > 0) {
    lines.push(`${count(pagesLeft, 'page')} left: submitted since the replay began, or being read`)
  }
  if (documentsDeleted > 0) lines.push(`${count(documentsDeleted, 'document')} deleted meanwhile`)
  if (documentsFailed > 0) lines.push(`${count(documentsFailed, 'document')} failed`)
  return lines
}
