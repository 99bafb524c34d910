import { isIP, isIPv6 } from 'node:net'

/** Explains a `--listen` that is no address of one interface, to which clients can connect; null for a good one. */
export function refusalOfListen(address: string): string | null {
  const isOne = isIP(address) !== 0 && !/^[0:.]+$/.test(address)
  return isOne ? null : `Expected --listen to be an IP address of this machine, got "${address}"`
}

/** Address in a URL, or in front of a port. */
export function toUrlHost(address: string): string {
  return isIPv6(address) ? `[${address}]` : address
}

/** Warning for an address at which other machines may be; null for loopback. */
export function warningOfListen(address: string): string | null {
  if (address === '::1' || address.startsWith('127.')) return null
  return `Whoever reaches ${address} can read and change its data: use it for trials only.\n`
}
