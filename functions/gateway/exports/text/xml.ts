/** Characters that XML 1.0 allows: https://www.w3.org/TR/xml/#charsets */
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const entities: Record<string, string> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  // As they are, a parser turns them into spaces in an attribute.
  ...{ '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' },
}

/** Text of an XML element or of an attribute in double quotes; characters that XML forbids are left out. */
export function toXml(text: string): string {
  return text
    .replace(forbidden, '')
    .replace(/[&<>"\t\n\r]/g, (character) => entities[character] ?? '')
}
