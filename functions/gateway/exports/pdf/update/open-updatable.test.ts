import { expect, onTestFinished, test, vi } from 'vitest'
import { exampleObjects, examplePages } from './example-pages.fixture.ts'
import { openUpdatable } from './open-updatable.ts'
import { originalOf } from './original.fixture.ts'
import { writers } from './structure/structures.fixture.ts'

test('a PDF is not refused for the time that other work takes on the same thread', async () => {
  let user = 0
  const usage = vi.spyOn(process, 'threadCpuUsage').mockImplementation(() => {
    user += 20_000_000
    return { user, system: 0 }
  })
  onTestFinished(() => usage.mockRestore())
  const original = originalOf(writers['a table'](exampleObjects()))

  const { file } = await openUpdatable(original, examplePages.length)

  expect(file).toBe(original.file)
})
