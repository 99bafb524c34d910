/** A page that was sent and did not come, as both databases select it. */
export interface LostPage {
  pageId: number
  seq: number
  documentId: string
  page: number
  try: number
  timesLost: number
}

const mostResends = 3

/** A page is sent again so often when it is lost, and fails then. */
export function isSentAgain({ timesLost }: Pick<LostPage, 'timesLost'>): boolean {
  return timesLost < mostResends
}

export const lostDetail = `It was sent ${mostResends + 1} times, and lost each time.`
