import { crc32 } from 'node:zlib'
import { expect } from 'vitest'
import {
  exampleDocument,
  examplePage,
  textResult,
} from '../../../shared/store/contract/examples.fixture.ts'
import { openGateway, png } from '../../gateway.fixture.ts'

/** A gateway with a batch of documents that have these names; null stands for one that has not been read. */
export async function openWithBatch(names: (string | null)[], texts: (string | null)[]) {
  const gateway = openGateway()
  const image = await png()
  const ids: string[] = []
  for (const [index, filename] of names.entries()) {
    const document = exampleDocument({ batch: 'b 1', filename, pages: [examplePage(image)] })
    await gateway.store.addDocument(document)
    ids.push(document.id)
    const text = texts[index] ?? null
    if (text !== null) await gateway.store.applyResult(textResult(document.id, { text }))
  }
  return { ...gateway, ids }
}

/**
 * Files of a ZIP that does not compress, by its central directory, with their checksums checked:
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12
 */
export async function filesOf(response: Response): Promise<Record<string, string>> {
  const zip = Buffer.from(await response.arrayBuffer())
  const end = zip.lastIndexOf('PK\x05\x06')
  const files: Record<string, string> = {}
  let at = zip.readUInt32LE(end + 16)
  for (let file = zip.readUInt16LE(end + 10); file > 0; file -= 1) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50)
    const [size, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(start, start + size)
    expect(crc32(content)).toBe(zip.readUInt32LE(at + 16))
    files[name] = content.toString('latin1')
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}
