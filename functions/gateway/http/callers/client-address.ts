/**
 * Address of the client: the last non-loopback entry of X-Forwarded-For, else `localhost`. The activator appends its
 * peer's address, so a remote client cannot spoof another address. A proxy on this machine must append to or replace
 * the header; a proxy that passes it on unchanged allows spoofing. Clients of a proxy on another machine share the
 * address of that proxy.
 */
export function clientAddress(forwardedFor: string | undefined): string {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
  return hops.findLast((hop) => !loopback.test(hop)) ?? 'localhost'
}

/** Also matches an empty entry. */
const loopback = /^$|^(::ffff:)?127\.|^::1$/i
