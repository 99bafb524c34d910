import { getPath } from 'hono/utils/url'

/** A request's path below `basePath`; as it is where a proxy has taken that off already. */
export function pathBelow(basePath: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request)
    return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
  }
}
