/**
 * Relative URL, because a proxy may serve the page below a path. The picture is turned by `rotate` degrees clockwise.
 */
export function previewUrl(id: string, page: number, width: 320 | 1600 | 3200, rotate = 0): string {
  const turn = rotate === 0 ? '' : `&rotate=${rotate}`
  return `v1/documents/${id}/pages/${page}/preview?width=${width}${turn}`
}

export type ExportFormat = 'text' | 'pdf' | 'hocr' | 'alto' | 'words.json'

export const exportFormats: readonly [ExportFormat, string][] = [
  ['text', 'Text'],
  ['pdf', 'Searchable PDF'],
  ['hocr', 'hOCR'],
  ['alto', 'ALTO'],
  ['words.json', 'JSON with words'],
]

export function exportUrl(id: string, format: ExportFormat): string {
  return `v1/documents/${id}/${format}`
}

/** The original of a page: an image, or the file that has the page. */
export function imageUrl(id: string, page: number): string {
  return `v1/documents/${id}/pages/${page}/image`
}
