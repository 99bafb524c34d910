/**
 * Where the data of each language lies (paths by language), in the one string that tesseract.js has for it.
 * It puts `/<language>.traineddata` behind that and asks our worker for the file of this name; whether the
 * file is packed, it sees for itself.
 */
export function toLangPath(paths: Record<string, string>): string {
  return JSON.stringify(paths)
}

/** The file that the worker is asked for. */
export function fromLangPath(asked: string): string {
  const [, paths = '{}', code = ''] = /^(.*)\/(\w+)\.traineddata$/s.exec(asked) ?? []
  const path: unknown = Object.entries(JSON.parse(paths)).find(
    ([language]) => language === code,
  )?.[1]
  if (typeof path === 'string') return path
  throw new Error(`Expected the path of ${code} in ${paths}`)
}
