import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { digestOf } from '../../../shared/events/contract/digest.ts'
import { createLogger } from '../../../shared/process/logger.ts'
import type { NewOriginal } from '../../../shared/store/values/new-document.ts'
import { temporaryFolder } from '../../gateway.fixture.ts'
import { createByteBudget } from './byte-budget.ts'
import { createUploadBuffer, type UploadBufferDeps } from './upload-buffer.ts'

const MiB = 1024 * 1024

function open(overrides: Partial<UploadBufferDeps> = {}) {
  const buffer = createUploadBuffer({
    budget: createByteBudget(64 * MiB),
    uploadsFolder: temporaryFolder(),
    freeBytes: async () => null,
    settings: { MIN_FREE_BYTES: 1000 },
    logger: createLogger('gateway', 'silent'),
    ...overrides,
  })
  onTestFinished(() => buffer.close())
  return buffer
}

/** Bytes of an image, and the same bytes in chunks of 65,000. */
function image(bytes: number, seed = 1) {
  const all = Buffer.alloc(bytes, `a picture with the number ${seed}`)
  const chunks = (async function* () {
    for (let at = 0; at < bytes; at += 65_000) yield all.subarray(at, at + 65_000)
  })()
  return { all, chunks }
}

const all = (original: NewOriginal) => Buffer.from(original.read(0, original.bytes))

test('an image of 1 MiB is buffered in memory', async () => {
  const buffer = open({ uploadsFolder: '/nowhere' })
  const { all: bytes, chunks } = image(MiB)

  const original = await buffer.receive(chunks)

  expect(original).toMatchObject({ bytes: MiB, digest: digestOf(bytes) })
  expect(all(original).equals(bytes)).toBe(true)
})

test('larger images are buffered in a file, and release their memory', async () => {
  const budget = createByteBudget(64 * MiB)
  const buffer = open({ budget })
  const images = [image(3 * MiB, 1), image(10, 2), image(MiB + 1, 3), image(2 * MiB, 4)]

  const originals: NewOriginal[] = []
  for (const { chunks } of images) originals.push(await buffer.receive(chunks))

  for (const [index, { all: bytes }] of images.entries()) {
    const original = originals[index]
    expect(original?.digest).toBe(digestOf(bytes))
    expect(original && all(original).equals(bytes)).toBe(true)
    expect([...(original?.read(3, 9) ?? [])]).toEqual([...bytes.subarray(3, 9)])
  }
  expect(budget.reserve(64 * MiB - 1000)).toBe(true)
})

test('an image is buffered in the file if the budget is exhausted', async () => {
  const budget = createByteBudget(100_000)
  const buffer = open({ budget })
  const { all: bytes, chunks } = image(500_000)

  const original = await buffer.receive(chunks)

  expect(all(original).equals(bytes)).toBe(true)
  expect(budget.reserve(100_000)).toBe(true)
})

test('tiny chunks count with their overhead', async () => {
  const budget = createByteBudget(4000)
  const buffer = open({ budget })
  const chunks = (async function* () {
    for (let count = 0; count < 15; count++) yield Uint8Array.of(count)
  })()

  await buffer.receive(chunks)

  expect(budget.reserve(1000)).toBe(false)
  await buffer.close()
  expect(budget.reserve(4000)).toBe(true)
})

describe('an unusable disk', () => {
  test.each([0, 12 * MiB])('that is full after %i bytes is a 503 disk-full', async (fullAt) => {
    let written = 0
    const freeBytes = async () => (written >= fullAt ? 999 : 1000)
    const buffer = open({ freeBytes })
    const chunks = (async function* () {
      for (; written < 40 * MiB; written += MiB) yield new Uint8Array(MiB)
    })()

    await expect(buffer.receive(chunks)).rejects.toMatchObject({ status: 503, code: 'disk-full' })
    expect(written).toBeLessThan(fullAt + 10 * MiB)
  })

  test('that is full in the middle of a large chunk is a 503 disk-full', async () => {
    let checks = 0
    const freeBytes = async () => {
      checks += 1
      return checks > 1 ? 999 : 1000
    }

    const received = open({ freeBytes }).receive([new Uint8Array(40 * MiB)])

    await expect(received).rejects.toMatchObject({ status: 503, code: 'disk-full' })
  })

  test('that is full by ENOSPC is a 503 disk-full', async ({ skip }) => {
    const folder = temporaryFolder()
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
    if (mount.status !== 0) skip('only root can mount a small disk')
    const buffer = open({ uploadsFolder: folder })

    const received = buffer.receive(image(5 * MiB).chunks)

    await expect(received).rejects.toMatchObject({ status: 503, code: 'disk-full' })
    await buffer.close()
    spawnSync('umount', [folder])
  })

  test('without the folder is a 503 store-unavailable', async () => {
    const buffer = open({ uploadsFolder: join(temporaryFolder(), 'nowhere') })

    const received = buffer.receive(image(2 * MiB).chunks)

    await expect(received).rejects.toMatchObject({ status: 503, code: 'store-unavailable' })
  })
})
