import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startReaderProcess } from './reader-process.ts'

function start() {
  const path = fileURLToPath(import.meta.resolve('./reader-process.fixture.ts'))
  const child = startReaderProcess(path, process.env)
  onTestFinished(child.close)
  return child
}

test('requests sent before the process is ready are answered in order', async () => {
  const child = start()

  child.send('a')
  child.send('b')

  expect(await child.next()).toEqual({ kind: 'absent', reason: 'a' })
  expect(await child.next()).toEqual({ kind: 'absent', reason: 'b' })
})

test('a process that ends while reading sends no more messages', async () => {
  const child = start()

  child.send('a')
  child.send('die')

  expect(await child.next()).toMatchObject({ reason: 'a' })
  expect(await child.next()).toBeNull()
  expect(await child.next()).toBeNull()
})

test('close resolves when the process has ended, also repeatedly', async () => {
  const child = start()
  child.send('a')
  await child.next()

  await child.close()
  await child.close()

  expect(await child.next()).toBeNull()
})
