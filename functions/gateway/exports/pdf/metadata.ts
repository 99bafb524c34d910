import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { toXml } from '../text/xml.ts'
import type { Data } from './objects.ts'

/** XMP packet: ISO 16684-1; `pdfaid` claims PDF/A-2b as in ISO 19005-2, 6.6.4. */
export function metadata(document: StoredDocument, isArchival: boolean): Data {
  const title = toXml(document.filename ?? document.id)
  const bytes = Buffer.from(`<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>${document.createdAt.toISOString()}</xmp:CreateDate>
<xmp:CreatorTool>Glyphflow</xmp:CreatorTool>
${isArchival ? '<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n' : ''}</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`)
  return {
    length: bytes.byteLength,
    async *read() {
      yield bytes
    },
  }
}
