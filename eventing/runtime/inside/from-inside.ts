import type { RequestListener } from 'node:http'

/** Refuses what cannot come from inside, before anything is woken for it. */
export function fromInside(listener: RequestListener): RequestListener {
  return (req, res) => {
    const status = statusForBrowser(req.headers.host, req.headers.origin)
    if (status === null) return listener(req, res)
    res.writeHead(status, { 'content-length': 0 }).end()
  }
}

/**
 * The status for what a browser may send: 421 for a Host that is not loopback (a page whose name was rebound
 * to this address), 403 for an Origin (whatever a page posts); null for anything else.
 */
export function statusForBrowser(
  host: string | undefined,
  origin: string | undefined,
): 421 | 403 | null {
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host ?? '')) return 421
  return origin === undefined ? null : 403
}
