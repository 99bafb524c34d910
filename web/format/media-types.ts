const names: Record<string, string> = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/webp': 'WebP',
  'image/gif': 'GIF',
  'image/tiff': 'TIFF',
  'application/pdf': 'PDF',
}

/** `PNG, JPEG or TIFF`. */
export function formatMediaTypes(mediaTypes: readonly string[]): string {
  const kinds = mediaTypes.map((type) => names[type] ?? type.replace('image/', '').toUpperCase())
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(kinds)
}
