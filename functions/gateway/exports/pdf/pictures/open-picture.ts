import pLimit from 'p-limit'
import type { Metadata } from 'sharp'
import { frameOf, headerOf } from '../../../../shared/pictures/picture.ts'
import { resolutionOf } from '../../../../shared/pictures/resolution.ts'
import type { Settings } from '../../../../shared/settings/env.ts'
import { piecesOf, readAll } from '../../../../shared/store/originals.ts'
import { DeletedError, type Store } from '../../../../shared/store/store.ts'
import type { StoredOriginal } from '../../../../shared/store/values/stored.ts'
import { requireWanted } from '../../../documents/require-wanted.ts'
import { createUploadBuffer, type UploadBufferDeps } from '../../../uploads/buffer/upload-buffer.ts'
import type { Data } from '../objects.ts'
import { colourProfile } from './colour-profile.ts'
import { type Fax, faxOf, withReversedBits } from './fax.ts'
import { jpegEntries, jpegFrame } from './jpeg.ts'
import { lengthOf, type PdfPicture, type Ranges } from './pdf-picture.ts'
import { pngData } from './png.ts'
import { reencode } from './reencode.ts'

/** The picture of a page for a PDF; null if it cannot be decoded. Rejects like the store, and once nobody waits. */
export type OpenPicture = (page: number) => Promise<PdfPicture | null>

/** Each may decode a whole picture. */
const maxConcurrent = 2
/** Interval without an export after which no original is kept. */
const keepMs = 5000

export interface OpenPicturesDeps extends UploadBufferDeps {
  store: Pick<Store, 'original'>
  settings: UploadBufferDeps['settings'] & Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE'>
}

/**
 * Opens originals. A slow client keeps none in memory: one that a PDF can hold as it is is read again from the store
 * while it is written, and others are buffered like uploads. Throws a 503 problem if the disk is full.
 */
export function createOpenPictures(deps: OpenPicturesDeps) {
  const limit = pLimit(maxConcurrent)

  /** Latest originals of several pages, from one page to the next, of all clients. */
  let latest: { digest: string; image: Uint8Array }[] = []
  let forgetting: NodeJS.Timeout | undefined

  async function load(original: StoredOriginal): Promise<Uint8Array> {
    const { digest, originalPage } = original
    const found = latest.find((each) => each.digest === digest)
    const image = found?.image ?? (await readAll(original))
    if (originalPage === null) return image
    const others = latest.filter((each) => each.digest !== digest)
    latest = [{ digest, image }, ...others].slice(0, maxConcurrent)
    clearTimeout(forgetting)
    forgetting = setTimeout(() => {
      latest = []
    }, keepMs).unref()
    return image
  }

  async function buffered(about: About, encoded: Uint8Array): Promise<PdfPicture | null> {
    const upright = about.orientation > 4 ? turned(about) : about
    const buffer = createUploadBuffer(deps)
    try {
      const received = await buffer.receive([encoded])
      const read: Read = (from, to) => piecesOf(received, from, to)
      const picture = asStored(encoded, { ...upright, orientation: 1, profile: null }, read)
      return picture && { ...picture, close: buffer.close }
    } catch (error) {
      await buffer.close()
      throw error
    }
  }

  async function picture(original: StoredOriginal, image: Uint8Array): Promise<PdfPicture | null> {
    const page = original.originalPage ?? 1
    let reencoded: Awaited<ReturnType<typeof reencode>>
    try {
      const header = await headerOf(image, { page: frameOf(image, page), pages: 1 })
      const stored = asStored(image, aboutOf(image, header, page), original.read, page)
      if (stored) return stored
      reencoded = await reencode(image, deps.settings, page)
    } catch {
      return null
    }
    return buffered(aboutOf(image, reencoded.header, page), reencoded.encoded)
  }

  /** Opens the pictures of one document, in order, until `gone` is aborted. */
  return (documentId: string, gone: AbortSignal): OpenPicture =>
    (page) =>
      limit(async () => {
        requireWanted(gone)
        const original = await deps.store.original(documentId, page)
        if (original === null) throw new DeletedError('The document was deleted during the read')
        return picture(original, await load(original))
      })
}

/** Bytes of a file from `from` up to `to`, in pieces. */
type Read = (from: number, to: number) => AsyncIterable<Uint8Array>

type About = Pick<PdfPicture, 'width' | 'height' | 'orientation' | 'resolution' | 'profile'>

function aboutOf(image: Uint8Array, header: Metadata, page: number): About {
  const { width, height, orientation = 1, density } = header
  const ratio = resolutionOf(image, page) ?? { across: 1, down: 1 }
  const resolution = density
    ? { across: density, down: (density * ratio.down) / ratio.across }
    : null
  return { width, height, orientation, resolution, profile: colourProfile(header.icc) }
}

function turned({ width, height, resolution, ...about }: About): About {
  return {
    ...about,
    ...{ width: height, height: width },
    resolution: resolution && { across: resolution.down, down: resolution.across },
  }
}

/** The picture with its own encoding; null if a PDF does not have it. */
function asStored(image: Uint8Array, about: About, read: Read, page = 1): PdfPicture | null {
  const { height } = about
  const oneChunk = (entries: string, ranges: Ranges, isCmyk = false): PdfPicture => ({
    ...about,
    strips: [{ top: 0, height, entries, data: dataOf(read, ranges) }],
    isCmyk,
  })
  const frame = jpegFrame(image)
  if (frame) {
    return oneChunk(jpegEntries(frame), [{ from: 0, to: image.byteLength }], frame.components === 4)
  }
  const png = pngData(image)
  if (png) return oneChunk(png.entries, png.ranges)
  const fax = faxOf(image, page)
  return fax && { ...about, strips: stripsOf(fax, read), isCmyk: false }
}

function stripsOf({ strips, isReversed }: Fax, read: Read) {
  return strips.map(({ from, to, ...strip }) => {
    const stored = dataOf(read, [{ from, to }])
    return { ...strip, data: isReversed ? reversedData(stored) : stored }
  })
}

function reversedData({ length, read }: Data): Data {
  return {
    length,
    async *read() {
      for await (const bytes of read()) yield withReversedBits(bytes)
    },
  }
}

/** Pieces have up to 1 MiB, so each is read only once for all ranges in it. */
function dataOf(readPieces: Read, ranges: Ranges): Data {
  return {
    length: lengthOf(ranges),
    async *read() {
      const [first, last] = [ranges[0]?.from ?? 0, ranges.at(-1)?.to ?? 0]
      let start = first
      let next = 0
      for await (const piece of readPieces(first, last)) {
        const end = start + piece.byteLength
        for (let range = ranges[next]; range && range.from < end; range = ranges[next]) {
          yield piece.subarray(Math.max(range.from - start, 0), range.to - start)
          if (range.to > end) break
          next += 1
        }
        start = end
      }
    },
  }
}
