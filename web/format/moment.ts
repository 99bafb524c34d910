/** `14:05`, of a Date or of Unix ms. */
export const { format: formatTime } = new Intl.DateTimeFormat('en', {
  ...{ hour: '2-digit', minute: '2-digit', hour12: false },
})
/** `14:05:09`, of a Date or of Unix ms. */
export const { format: formatTimeWithSeconds } = new Intl.DateTimeFormat('en', {
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
})
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const year = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })

/** As short as it is unambiguous today: `14:05`, `Nov 3`, `Nov 3, 2025`. */
export function formatMoment(iso: string, now: Date): string {
  const at = new Date(iso)
  if (at.toDateString() === now.toDateString()) return formatTime(at)
  return at.getFullYear() === now.getFullYear() ? day.format(at) : year.format(at)
}

/** A local day, `2026-11-03`, as `Nov 3`, or `Nov 3, 2025` of another year. */
export function formatDay(local: string, now: Date): string {
  const at = new Date(`${local}T00:00`)
  return at.getFullYear() === now.getFullYear() ? day.format(at) : year.format(at)
}
