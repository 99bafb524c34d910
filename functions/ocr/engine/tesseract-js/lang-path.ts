/**
 * Encodes the data paths by language in the one string that tesseract.js accepts. It appends
 * `/<language>.traineddata` and requests the result from the worker; it detects compression itself.
 */
export function toLangPath(paths: Record<string, string>): string {
  return JSON.stringify(paths)
}

/** Path of the file that is requested from the worker. */
export function fromLangPath(requested: string): string {
  const [, paths = '{}', code = ''] = /^(.*)\/(\w+)\.traineddata$/s.exec(requested) ?? []
  const path: unknown = Object.entries(JSON.parse(paths)).find(
    ([language]) => language === code,
  )?.[1]
  if (typeof path === 'string') return path
  throw new Error(`Expected the path of ${code} in ${paths}`)
}
