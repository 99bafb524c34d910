/**
 * Address that a request comes from: the last one in X-Forwarded-For that is not of this machine, else `localhost`.
 * The activator adds the address that called it, so a client that calls it from another machine gains nothing by a
 * header of its own. A proxy on this machine must do the same, or replace the header; one that passes it on lets
 * its clients name themselves. All clients of a proxy on another machine have that proxy's address.
 */
export function clientAddress(forwardedFor: string | undefined): string {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
  return hops.findLast((hop) => !loopback.test(hop)) ?? 'localhost'
}

/** An empty entry is nobody's. */
const loopback = /^$|^(::ffff:)?127\.|^::1$/i
