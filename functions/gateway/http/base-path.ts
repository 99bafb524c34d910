import { getPath } from 'hono/utils/url'

/** Path of a request without `basePath`; unchanged if a proxy has already stripped it. */
export function stripBasePath(basePath: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request)
    return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
  }
}
