import { createHash } from 'node:crypto'
import { toDigest } from '../../../shared/events/contract/digest.ts'
import { type Problem, retryLater } from '../../../shared/http/problem.ts'
import type { NewOriginal } from '../../../shared/store/values/new-document.ts'
import { type DiskDeps, diskFull, requireFreeSpace } from '../../submission/capacity.ts'
import type { ByteBudget } from './byte-budget.ts'
import { openTemporaryFile, type TemporaryFile } from './temporary-file.ts'

export interface UploadBufferDeps extends DiskDeps {
  budget: ByteBudget
  /** Folder of temporary files. */
  uploadsFolder: string
}

/** Buffers the files of one upload until they are saved. */
export interface UploadBuffer {
  /**
   * Buffers one file: in memory up to 1 MiB if the budget allows, else in a temporary file. Throws a 503 problem if
   * the disk is full.
   */
  receive(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<NewOriginal>
  /** Releases all memory and disk space of the upload. */
  close(): Promise<void>
}

const maxInMemoryBytes = 1024 * 1024
/** Memory overhead of a chunk (at most 245 bytes measured), so that the budget covers many tiny chunks. */
const chunkOverheadBytes = 256
/** A chunk may be a whole document. */
const pieceBytes = 1024 * 1024
/** Bytes written between two checks of the free space. */
const diskCheckBytes = 8 * 1024 * 1024

export function createUploadBuffer(deps: UploadBufferDeps): UploadBuffer {
  const { budget } = deps
  let reserved = 0
  // One temporary file for all: at most one descriptor per upload.
  let file: TemporaryFile | undefined
  let checkedSize = 0

  function reserve(bytes: number): boolean {
    if (!budget.reserve(bytes)) return false
    reserved += bytes
    return true
  }

  function release(bytes: number): void {
    budget.release(bytes)
    reserved -= bytes
  }

  async function write(chunks: Uint8Array[]): Promise<TemporaryFile> {
    if (file === undefined || file.size - checkedSize >= diskCheckBytes) {
      await requireFreeSpace(deps)
      checkedSize = file?.size ?? 0
    }
    try {
      file ??= await openTemporaryFile(deps.uploadsFolder)
      for (const chunk of chunks) await file.append(chunk)
      return file
    } catch (error) {
      throw toProblem(error, deps)
    }
  }

  return {
    async receive(chunks) {
      const hash = createHash('sha256')
      let bytes = 0
      let inMemory: Uint8Array[] = []
      let inMemoryCost = 0
      let inFile: { file: TemporaryFile; start: number } | undefined

      for await (const chunk of inPieces(chunks)) {
        hash.update(chunk)
        bytes += chunk.byteLength
        const cost = chunk.byteLength + chunkOverheadBytes
        if (!inFile && bytes <= maxInMemoryBytes && reserve(cost)) {
          inMemory.push(chunk)
          inMemoryCost += cost
          continue
        }
        const start: number = inFile?.start ?? file?.size ?? 0
        inFile = { start, file: await write([...inMemory, chunk]) }
        inMemory = []
        release(inMemoryCost)
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
      release(reserved)
      await file?.close()
    },
  }
}

async function* inPieces(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; at += pieceBytes) {
      yield chunk.subarray(at, at + pieceBytes)
    }
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
  logger.error({ err: error }, 'temporary file unusable')
  return retryLater(30, 'store-unavailable', 'The image cannot be written to disk')
}
