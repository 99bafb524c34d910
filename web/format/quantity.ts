const whole = new Intl.NumberFormat('en')
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const upwards = new Intl.NumberFormat('en', { maximumFractionDigits: 1, roundingMode: 'ceil' })

/** `1 picture`, `1,000 pictures`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`
}

export function formatNumber(count: number): string {
  return whole.format(count)
}

/** Binary sizes with decimal unit names, rounded up: `8 MB`, `1.5 MB`, `300 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 2 ** 20) return `${upwards.format(bytes / 2 ** 20)} MB`
  return `${whole.format(Math.ceil(bytes / 1024))} KB`
}

/** `1.4 a second`, or per minute for slow work, so that it is never 0. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)} a second`
  if (perSecond >= 0.2) return `${oneDigit.format(perSecond)} a second`
  return `${oneDigit.format(perSecond * 60)} a minute`
}
