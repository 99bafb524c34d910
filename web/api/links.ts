/** Addresses that pictures and links of the page point to, relative to it: it may be below a path of a proxy. */
export function previewUrl(id: string, page: number, width: 320 | 1600): string {
  return `v1/documents/${id}/pages/${page}/preview?width=${width}`
}

export function textUrl(id: string): string {
  return `v1/documents/${id}/text`
}
