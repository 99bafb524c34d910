import type { RequestListener } from 'node:http'

/** Refuses requests of browsers before they reach the listener, which would start a replica. */
export function refuseBrowsers(listener: RequestListener): RequestListener {
  return (req, res) => {
    const status = statusForBrowser(req.headers.host, req.headers.origin)
    if (status === null) return listener(req, res)
    res.writeHead(status, { 'content-length': 0 }).end()
  }
}

/**
 * Status for a request that a browser may have sent: 421 for a Host that is not loopback (DNS rebinding), 403 for an
 * Origin (cross-site POST); null for any other request.
 */
export function statusForBrowser(
  host: string | undefined,
  origin: string | undefined,
): 421 | 403 | null {
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host ?? '')) return 421
  return origin === undefined ? null : 403
}
