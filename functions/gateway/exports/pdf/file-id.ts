/** 32 hexadecimal digits: a UUID has as many. */
export function fileId(documentId: string): string {
  return documentId
    .replace(/[^0-9a-f]/gi, '')
    .padStart(32, '0')
    .slice(-32)
}
