import { createHash } from 'node:crypto'
import { toDigest } from '../../../shared/events/digest.ts'
import { Problem } from '../../../shared/http/problem.ts'
import type { NewOriginal } from '../../../shared/store/values/stored.ts'
import { type DiskDeps, diskFull, requireDisk } from '../../submission/room.ts'
import type { ByteBudget } from './byte-budget.ts'
import { openTemporaryFile, type TemporaryFile } from './temporary-file.ts'

export interface UploadSpaceDeps extends DiskDeps {
  budget: ByteBudget
  /** Folder of temporary files. */
  uploadsFolder: string
}

/** Where the images of one upload are until they are saved. */
export interface UploadSpace {
  /**
   * Takes in one image: in memory while it has at most 1 MiB and the budget has room for it, else in a temporary
   * file. Throws a 503 problem where the disk is full.
   */
  receive(pieces: AsyncIterable<Uint8Array>): Promise<NewOriginal>
  /** Gives back all memory and disk of the upload. */
  close(): Promise<void>
}

const maxInMemoryBytes = 1024 * 1024
/** Memory of a piece besides its bytes (245 bytes at most were measured), so that many tiny ones are not underrated. */
const pieceOverheadBytes = 256
/** Bytes written between two looks at the free space. */
const diskCheckBytes = 8 * 1024 * 1024

export function createUploadSpace(deps: UploadSpaceDeps): UploadSpace {
  const { budget } = deps
  let taken = 0
  // One file for all images: an upload has one descriptor at most.
  let file: TemporaryFile | undefined
  let checkedSize = 0

  function take(bytes: number): boolean {
    if (!budget.take(bytes)) return false
    taken += bytes
    return true
  }

  function giveBack(bytes: number): void {
    budget.giveBack(bytes)
    taken -= bytes
  }

  async function write(pieces: Uint8Array[]): Promise<TemporaryFile> {
    if (file === undefined || file.size - checkedSize >= diskCheckBytes) {
      await requireDisk(deps)
      checkedSize = file?.size ?? 0
    }
    try {
      file ??= await openTemporaryFile(deps.uploadsFolder)
      for (const piece of pieces) await file.append(piece)
      return file
    } catch (error) {
      throw toProblem(error, deps)
    }
  }

  return {
    async receive(pieces) {
      const hash = createHash('sha256')
      let bytes = 0
      let inMemory: Uint8Array[] = []
      let inMemoryCost = 0
      let inFile: { file: TemporaryFile; start: number } | undefined

      for await (const piece of pieces) {
        hash.update(piece)
        bytes += piece.byteLength
        const cost = piece.byteLength + pieceOverheadBytes
        if (!inFile && bytes <= maxInMemoryBytes && take(cost)) {
          inMemory.push(piece)
          inMemoryCost += cost
          continue
        }
        const start: number = inFile?.start ?? file?.size ?? 0
        inFile = { start, file: await write([...inMemory, piece]) }
        inMemory = []
        giveBack(inMemoryCost)
        inMemoryCost = 0
      }

      const digest = toDigest(hash)
      if (inFile) {
        const { file, start } = inFile
        return { bytes, digest, read: (from, to) => file.read(start + from, start + to) }
      }
      const image = Buffer.concat(inMemory)
      return { bytes, digest, read: (from, to) => image.subarray(from, to) }
    },
    async close() {
      giveBack(taken)
      await file?.close()
    },
  }
}

function toProblem(error: unknown, { logger }: DiskDeps): Problem {
  if (
    error instanceof Error &&
    'code' in error &&
    ['ENOSPC', 'EDQUOT'].includes(String(error.code))
  ) {
    return diskFull()
  }
  logger.error({ err: error }, 'temporary file not usable')
  return new Problem(503, 'store-unavailable', 'The upload cannot be written at the moment', {
    'retry-after': '30',
  })
}
