const whole = new Intl.NumberFormat('en')
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const list = new Intl.ListFormat('en-GB')
const upwards = new Intl.NumberFormat('en', { maximumFractionDigits: 1, roundingMode: 'ceil' })

/** `1 picture`, `1,000 pictures`. */
export function formatCount(count: number, one: string): string {
  return `${whole.format(count)} ${one}${count === 1 ? '' : 's'}`
}

export function formatNumber(count: number): string {
  return whole.format(count)
}

/** `a, b and c`. */
export function formatList(parts: readonly string[]): string {
  return list.format(parts)
}

/** Binary sizes with decimal unit names, rounded up: `8 MB`, `1.5 MB`, `300 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 2 ** 20) return `${upwards.format(bytes / 2 ** 20)} MB`
  return `${whole.format(Math.ceil(bytes / 1024))} KB`
}

/** Memory of a process, in whole MB. */
export function formatMemory(bytes: number): string {
  return `${whole.format(Math.round(bytes / 2 ** 20))} MB`
}

/** Share of one core: `0.4%`, `184%`. */
export function formatShare(cores: number): string {
  return `${cores < 0.1 ? oneDigit.format(cores * 100) : whole.format(Math.round(cores * 100))}%`
}

/** `$0.25` */
export function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(2)}`
}

/** `1.4 a second`, or per minute for slow work, so that it is never 0. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)} a second`
  if (perSecond >= 0.2) return `${oneDigit.format(perSecond)} a second`
  return `${oneDigit.format(perSecond * 60)} a minute`
}
