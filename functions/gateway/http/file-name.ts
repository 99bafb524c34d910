/**
 * Content-Disposition of a body that has a file name: https://www.rfc-editor.org/rfc/rfc6266#appendix-D. Programs such as
 * curl know `filename` alone, in which other characters than these are `_`.
 */
export function disposition(filename: string, kind: 'inline' | 'attachment' = 'inline'): string {
  const plain = filename.replaceAll(/[^ !#$&-.0-9:-[\]-~]/gu, '_')
  const value = `${kind}; filename="${plain}"`
  return plain === filename ? value : `${value}; filename*=UTF-8''${encodeRfc8187(filename)}`
}

/** https://www.rfc-editor.org/rfc/rfc8187#section-3.2 */
function encodeRfc8187(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
