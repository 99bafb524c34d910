import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Document } from '../../../functions/shared/http/api.ts'
import { characterErrorRate } from '../../figures/score.ts'
import { truthOf } from '../../pictures.ts'
import {
  type Client,
  createClient,
  postImages,
  type RunningGlyphflow,
  startGlyphflow,
  temporaryFolder,
  until,
} from '../../system/glyphflow.ts'
import { copyPipeline } from '../../system/pipeline.ts'
import type { Pairing, Servers } from './pairing.fixture.ts'

const sample = (name: string) => join(import.meta.dirname, '../../samples', name)
const maxImageBytes = 8 * 1024 * 1024

/** Ordinary use, with the real function. */
export function testPages(store: Pairing['store'], servers: Servers): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let glyphflow: RunningGlyphflow
  let client: Client

  beforeAll(async () => {
    folder = await temporaryFolder()
    const knativeDir = copyPipeline(join(folder.path, 'knative'), {})
    const settings = await servers.settings(store, knativeDir)
    glyphflow = await startGlyphflow(join(folder.path, 'data'), settings)
    client = createClient(glyphflow.url)
  })
  afterAll(async () => {
    await glyphflow.stop()
    await folder.remove()
  })

  function upload(images: Uint8Array[], headers: Record<string, string> = {}) {
    return postImages(glyphflow.url, images, { headers })
  }

  async function read(images: Uint8Array[]): Promise<Document> {
    return Document.parse(await (await upload(images, { prefer: 'wait=60' })).json())
  }

  test('a document’s pages are read, stay in order, and can be searched', async () => {
    const names = ['card-surveyor.png', 'label-parcel.tif', 'label-jam.jpg', 'label-plant.webp']
    const pictures = names.map(sample)
    const truths = await Promise.all(pictures.map(truthOf))

    const { id, status, pages } = await read(await Promise.all(pictures.map((p) => readFile(p))))
    const text = await (await client.get(`/v1/documents/${id}/text`)).text()
    const found = await client.list('q=bridges small da')

    expect(status).toBe('done')
    expect(text.split('\f')).toEqual(pages.map((page) => page.text))
    for (const [index, page] of pages.entries()) {
      expect(characterErrorRate(page.text ?? '', truths[index] ?? '')).toBeLessThan(0.1)
    }
    expect(found.documents.map((document) => document.id)).toContain(id)
  })

  test('samples run to their end as one batch', async () => {
    const { batch, documents } = await client.samples(3, 7)

    await until(async () => (await client.system()).queuedPages === 0)

    const { documents: found } = await client.list(`batch=${batch}&limit=200`)
    expect(found.map(({ id }) => id).sort()).toEqual(documents.toSorted())
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['done']))
  })

  test('a broken page fails, and the one beside it is read', async () => {
    const whole = await readFile(sample('label-jam.jpg'))
    const broken = whole.subarray(0, Math.floor(whole.length * 0.6))

    const { status, pages } = await read([broken, whole])

    expect(status).toBe('partial')
    expect(pages).toMatchObject([
      { status: 'failed', error: { code: 'unreadable-image' } },
      { status: 'done', error: null },
    ])
  })

  test('a repeated key returns the same document, and is an error with another picture', async () => {
    const headers = { 'idempotency-key': 'march-17' }
    const images = await Promise.all(['label-jam.jpg', 'label-plant.webp'].map(sampleBytes))

    const [first, again, other] = [
      await upload(images.slice(0, 1), headers),
      await upload(images.slice(0, 1), headers),
      await upload(images.slice(1), headers),
    ]

    expect([first.status, again.status, other.status]).toEqual([202, 202, 422])
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
  })

  test('a picture of the maximum size is stored unchanged, and is read', async () => {
    const picture = await sampleBytes('card-surveyor.png')
    // Bytes after a PNG's end belong to the file, but not to the picture.
    const large = Buffer.concat([picture], maxImageBytes)

    const { id, status, pages } = await read([large])

    const original = await (await client.get(`/v1/documents/${id}/pages/1/image`)).arrayBuffer()
    expect(status).toBe('done')
    expect(pages[0]?.text).toContain('Ingrid')
    expect(Buffer.compare(Buffer.from(original), large)).toBe(0)
  })
}

function sampleBytes(name: string): Promise<Buffer> {
  return readFile(sample(name))
}
