import { readdirSync, readlinkSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { imageOf } from '../../shared/store/contract/examples.fixture.ts'
import { accepted, form, jpeg, openGateway, png, raw } from '../gateway.fixture.ts'

const mebibyte = 1024 * 1024
const size = { width: 1300, height: 1000 }

/** Larger than 1 MiB in every format. */
const noise = () =>
  sharp({
    create: {
      ...{ ...size, channels: 3, background: '#888' },
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })

/** A JPEG with more than 1 MiB of metadata before its dimensions. */
async function jpegWithLateHeader() {
  const segment = Buffer.alloc(2 + 65_535)
  segment.set([0xff, 0xef, 0xff, 0xff])
  const image = await noise().jpeg().toBuffer()
  return Buffer.concat([image.subarray(0, 2), ...Array(17).fill(segment), image.subarray(2)])
}

/** Open temporary files of this process; always empty except on Linux. */
function openFiles(): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${descriptor}`)
      return path.includes('glyphflow-upload-') ? [path] : []
    } catch {
      return []
    }
  })
}

test.each<[string, () => Promise<Uint8Array>]>([
  ['PNG', () => noise().png({ compressionLevel: 1 }).toBuffer()],
  ['JPEG', () => noise().jpeg({ quality: 100 }).toBuffer()],
  ['JPEG with a late header', jpegWithLateHeader],
  ['WebP', () => noise().webp({ lossless: true, effort: 0 }).toBuffer()],
  ['GIF', () => noise().gif({ effort: 1, dither: 0 }).toBuffer()],
  ['TIFF', () => noise().tiff({ compression: 'none' }).toBuffer()],
])('a large %s is stored unmodified, from a raw body and from a form', async (_, make) => {
  const { request, store } = openGateway()
  const image = new Uint8Array(await make())
  const inForm = form(['image', image], ['image', await png()], ['image', image])

  const responses = [
    await request('/v1/documents', raw(image)),
    await request('/v1/documents', inForm),
  ]

  expect(image.byteLength).toBeGreaterThan(mebibyte)
  const [alone = '', three = ''] = await Promise.all(
    responses.map(async (response) => (await accepted(response)).id),
  )
  expect(await store.document(alone)).toMatchObject({ pages: [size] })
  expect(await store.document(three)).toMatchObject({ pages: [size, { width: 40 }, size] })
  for (const [id, page] of [[alone, 1] as const, [three, 1] as const, [three, 3] as const]) {
    expect(await imageOf(store, id, page)).toEqual(image)
  }
  expect(openFiles()).toEqual([])
})

test('a rejected large image leaves no file', async () => {
  const { request, store } = openGateway()

  const response = await request('/v1/documents', raw(new Uint8Array(3 * mebibyte)))

  expect(response.status).toBe(415)
  expect(openFiles()).toEqual([])
  expect((await store.documents({ limit: 1 })).documents).toEqual([])
})

test('a large image whose client disconnects leaves no file', async () => {
  const { request } = openGateway()
  let filesDuringUpload: string[] = []
  let count = 0
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (count++ < 40) return controller.enqueue(new Uint8Array(100_000))
      filesDuringUpload = openFiles()
      controller.error(new Error('gone'))
    },
  })

  const response = await request('/v1/documents', raw(body))

  expect(await response.json()).toMatchObject({ code: 'unfinished-upload' })
  if (process.platform === 'linux') expect(filesDuringUpload).toHaveLength(1)
  expect(openFiles()).toEqual([])
})

test('small images are accepted without free memory', async () => {
  const { request } = openGateway({ settings: { MAX_UPLOADS_IN_MEMORY_BYTES: 1 } })

  const responses = [
    await request('/v1/documents', raw(await png())),
    await request('/v1/documents', form(['image', await png()], ['image', await jpeg()])),
  ]

  expect(responses.map(({ status }) => status)).toEqual([202, 202])
})
