/** Relative URL, because a proxy may serve the page below a path. */
export function previewUrl(id: string, page: number, width: 320 | 1600): string {
  return `v1/documents/${id}/pages/${page}/preview?width=${width}`
}

export function textUrl(id: string): string {
  return `v1/documents/${id}/text`
}
