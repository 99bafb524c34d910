/** `850 ms` reads as `1 s`, then `1 min 12 s`, then `2 h 5 min`: never more than two units. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return join(minutes, 'min', seconds % 60, 's')
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** Time left, coarse enough not to jump about: fives of seconds, then minutes. */
export function formatTimeLeft(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`
  const minutes = Math.round(seconds / 60)
  return `about ${formatDuration(Math.max(1, minutes) * 60_000)} left`
}
