import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startReaderProcess } from './reader-process.ts'

function start() {
  const path = fileURLToPath(import.meta.resolve('./reader-process.fixture.ts'))
  const child = startReaderProcess(path, process.env)
  onTestFinished(child.close)
  return child
}

test('what is asked before it is up is answered, in order', async () => {
  const child = start()

  child.send('a')
  child.send('b')

  expect(await child.next()).toEqual({ kind: 'absent', reason: 'a' })
  expect(await child.next()).toEqual({ kind: 'absent', reason: 'b' })
})

test('one that dies over a picture says nothing more', async () => {
  const child = start()

  child.send('a')
  child.send('die')

  expect(await child.next()).toMatchObject({ reason: 'a' })
  expect(await child.next()).toBeNull()
  expect(await child.next()).toBeNull()
})

test('one that is closed has ended, however often', async () => {
  const child = start()
  child.send('a')
  await child.next()

  await child.close()
  await child.close()

  expect(await child.next()).toBeNull()
})
