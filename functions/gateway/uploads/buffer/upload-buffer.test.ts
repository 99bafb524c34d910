import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { digestOf } from '../../../shared/events/digest.ts'
import { createLogger } from '../../../shared/process/logger.ts'
import type { NewOriginal } from '../../../shared/store/values/stored.ts'
import { temporaryFolder } from '../../gateway.fixture.ts'
import { createByteBudget } from './byte-budget.ts'
import { createUploadBuffer, type UploadBufferDeps } from './upload-buffer.ts'

const MiB = 1024 * 1024

function open(overrides: Partial<UploadBufferDeps> = {}) {
  const space = createUploadBuffer({
    budget: createByteBudget(64 * MiB),
    uploadsFolder: temporaryFolder(),
    freeBytes: async () => null,
    settings: { MIN_FREE_BYTES: 1000 },
    logger: createLogger('gateway', 'silent'),
    ...overrides,
  })
  onTestFinished(() => space.close())
  return space
}

/** Bytes of which no two pieces are the same, in pieces as they arrive. */
function image(bytes: number, seed = 1) {
  const all = Buffer.alloc(bytes, `a picture with the number ${seed}`)
  const pieces = (async function* () {
    for (let at = 0; at < bytes; at += 65_000) yield all.subarray(at, at + 65_000)
  })()
  return { all, pieces }
}

const all = (original: NewOriginal) => Buffer.from(original.read(0, original.bytes))

test('an image of 1 MiB is kept in memory', async () => {
  const space = open({ uploadsFolder: '/nowhere' })
  const { all: bytes, pieces } = image(MiB)

  const original = await space.receive(pieces)

  expect(original).toMatchObject({ bytes: MiB, digest: digestOf(bytes) })
  expect(all(original).equals(bytes)).toBe(true)
})

test('larger ones are kept in a file, and give back the memory that they took', async () => {
  const budget = createByteBudget(64 * MiB)
  const space = open({ budget })
  const images = [image(3 * MiB, 1), image(10, 2), image(MiB + 1, 3), image(2 * MiB, 4)]

  const originals: NewOriginal[] = []
  for (const { pieces } of images) originals.push(await space.receive(pieces))

  for (const [index, { all: bytes }] of images.entries()) {
    const original = originals[index]
    expect(original?.digest).toBe(digestOf(bytes))
    expect(original && all(original).equals(bytes)).toBe(true)
    expect([...(original?.read(3, 9) ?? [])]).toEqual([...bytes.subarray(3, 9)])
  }
  expect(budget.reserve(64 * MiB - 1000)).toBe(true)
})

test('small ones are kept in the file where memory is short', async () => {
  const budget = createByteBudget(100_000)
  const space = open({ budget })
  const { all: bytes, pieces } = image(500_000)

  const original = await space.receive(pieces)

  expect(all(original).equals(bytes)).toBe(true)
  expect(budget.reserve(100_000)).toBe(true)
})

test('tiny pieces count with what they hold beside their bytes', async () => {
  const budget = createByteBudget(4000)
  const space = open({ budget })
  const pieces = (async function* () {
    for (let count = 0; count < 15; count++) yield Uint8Array.of(count)
  })()

  await space.receive(pieces)

  expect(budget.reserve(1000)).toBe(false)
  await space.close()
  expect(budget.reserve(4000)).toBe(true)
})

describe('a full disk', () => {
  test.each([0, 12 * MiB])('that is noticed after %i bytes is a 503', async (fullAt) => {
    let written = 0
    const freeBytes = async () => (written >= fullAt ? 999 : 1000)
    const space = open({ freeBytes })
    const pieces = (async function* () {
      for (; written < 40 * MiB; written += MiB) yield new Uint8Array(MiB)
    })()

    await expect(space.receive(pieces)).rejects.toMatchObject({ status: 503, code: 'disk-full' })
    expect(written).toBeLessThan(fullAt + 10 * MiB)
  })

  test('that the system tells of is a 503', async ({ skip }) => {
    const folder = temporaryFolder()
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
    if (mount.status !== 0) skip('only root can mount a small disk')
    const space = open({ uploadsFolder: folder })

    const received = space.receive(image(5 * MiB).pieces)

    await expect(received).rejects.toMatchObject({ status: 503, code: 'disk-full' })
    await space.close()
    spawnSync('umount', [folder])
  })

  test('that is away is a 503 as well', async () => {
    const space = open({ uploadsFolder: join(temporaryFolder(), 'nowhere') })

    const received = space.receive(image(2 * MiB).pieces)

    await expect(received).rejects.toMatchObject({ status: 503, code: 'store-unavailable' })
  })
})
