import type { System } from '../../functions/shared/http/system-api.ts'

type Limits = Pick<System['limits'], 'pages' | 'uploadBytes'>

/**
 * Divides files into documents, in order: each has at most as many files and bytes as one upload. `limits` is null
 * while they are unknown.
 */
export function divide<Part extends Pick<File, 'size'>>(
  files: readonly Part[],
  limits: Limits | null,
): Part[][] {
  const documents: Part[][] = []
  let bytes = 0
  for (const file of files) {
    const last = documents.at(-1)
    bytes += file.size
    const fits = limits === null || bytes <= limits.uploadBytes
    if (last && fits && last.length < (limits?.pages ?? Number.POSITIVE_INFINITY)) last.push(file)
    else {
      documents.push([file])
      bytes = file.size
    }
  }
  return documents
}
