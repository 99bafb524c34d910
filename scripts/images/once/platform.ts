import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { digestOf } from '../../../functions/shared/events/contract/digest.ts'

export const picture = await readFile(
  join(import.meta.dirname, '../../../loadtest/samples/label-jam.jpg'),
)

export const heic = await readFile(
  join(import.meta.dirname, '../../../functions/shared/pictures/foreign/harbour.heic'),
)

/** One white pixel. */
export const bmp = Buffer.from(
  `424d3a0000000000000036000000280000000100000001000000010018${'00'.repeat(25)}ffffff00`,
  'hex',
)

export const pdf = Buffer.from(`%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources
  <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj
4 0 obj <</Length 35>> stream
BT /F 24 Tf 20 40 Td (Damson) Tj ET
endstream endobj
trailer <</Root 1 0 R>>
`)
export const pdfType = 'application/pdf'

/**
 * What is around a function: a sink that accepts all events, and a gateway whose second originals are the PDF, and
 * third ones the HEIC.
 */
export async function openPlatform() {
  const sentTypes: string[] = []
  const server = createServer(({ method, url, headers }, response) => {
    if (method === 'GET' && url?.includes('/originals/2')) {
      const etag = `"${digestOf(pdf)}"`
      // It is shorter than what is requested at a time.
      const status = headers.range ? 206 : 200
      const type = { 'content-type': pdfType, 'content-length': pdf.length }
      return response.writeHead(status, { ...type, etag }).end(pdf)
    }
    if (method === 'GET') return response.end(url?.includes('/originals/3') ? heic : picture)
    sentTypes.push(`${headers['ce-type']}`)
    response.writeHead(202).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Types of the events at the sink. */
    sentTypes,
    close: () => server.close().closeAllConnections(),
  }
}
