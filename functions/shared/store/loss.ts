/** A page that was sent and did not come, as both databases select it. */
export interface LostPage {
  pageId: number
  seq: number
  documentId: string
  page: number
  try: number
  /** Of the text that it has all the while; null where it has none. */
  textTry: number | null
  timesLost: number
}

const mostResends = 3

/** A page is sent again so often when it is lost; then it fails, or keeps the text that it has. */
export function decideLoss(
  page: Pick<LostPage, 'timesLost' | 'textTry'>,
): 'again' | 'kept' | 'failed' {
  if (page.timesLost < mostResends) return 'again'
  return page.textTry === null ? 'failed' : 'kept'
}

export const lostDetail = `It was sent ${mostResends + 1} times, and lost each time.`
