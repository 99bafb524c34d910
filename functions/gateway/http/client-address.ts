/**
 * Who a request comes from, by X-Forwarded-For, to which each proxy adds the address that called it: the last one
 * that is not of this machine, so that clients on other machines gain nothing by a header of their own; else
 * `localhost`. All who come through a proxy on another machine are one.
 */
export function clientAddress(forwardedFor: string | undefined): string {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
  return hops.findLast((hop) => !loopback.test(hop)) ?? 'localhost'
}

/** An empty entry is nobody's. */
const loopback = /^$|^(::ffff:)?127\.|^::1$/i
