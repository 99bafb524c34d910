import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../gateway.fixture.ts'
import { openTemporaryFile, removeTemporaryFiles } from './temporary-file.ts'

test('a temporary file is unlinked, and reads back written bytes', async () => {
  const folder = temporaryFolder()
  const file = await openTemporaryFile(folder)
  onTestFinished(() => file.close())

  await file.append(Buffer.from('one'))
  await file.append(Buffer.from('two'))

  expect(readdirSync(folder)).toEqual([])
  expect(file.size).toBe(6)
  expect(Buffer.from(file.read(2, 5)).toString()).toBe('etw')
  expect(() => file.read(5, 7)).toThrow('Expected bytes 5 to 7 in a file of 6')
})

test('kill -9 leaves no temporary file', async () => {
  const folder = temporaryFolder()
  const module = JSON.stringify(new URL('./temporary-file.ts', import.meta.url))
  const script = `
    const { openTemporaryFile } = await import(${module})
    const file = await openTemporaryFile(${JSON.stringify(folder)})
    await file.append(Buffer.alloc(3_000_000))
    console.log('written')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(child.stdout, 'data')

  child.kill('SIGKILL')
  await once(child, 'exit')

  expect(readdirSync(folder)).toEqual([])
})

test('files of a process killed while opening a temporary file are removed, and no other files', async () => {
  const folder = temporaryFolder()
  for (const name of ['glyphflow-upload-1', 'store.sqlite']) writeFileSync(join(folder, name), '')

  await removeTemporaryFiles(folder)
  await removeTemporaryFiles(join(folder, 'nowhere'))

  expect(readdirSync(folder)).toEqual(['store.sqlite'])
})
