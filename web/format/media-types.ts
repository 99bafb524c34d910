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
  if (kinds.length < 2) return kinds.join('')
  return `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`
}
