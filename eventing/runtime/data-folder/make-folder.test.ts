import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-folder-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('a folder is created with those above it, by several at once', async () => {
  const path = join(await emptyFolder(), 'Büro 1/Scans/data')

  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(path)])

  expect((await stat(path)).isDirectory()).toBe(true)
})

test('a link to a folder is one', async () => {
  const folder = await emptyFolder()
  await symlink(folder, join(folder, 'link'))

  await makeFolder(join(folder, 'link'))
})

test('a file in its place or above it is named', async () => {
  const file = join(await emptyFolder(), 'data')
  await writeFile(file, '')

  await expect(makeFolder(file)).rejects.toThrow(`EEXIST: file already exists, mkdir '${file}'`)
  await expect(makeFolder(join(file, 'x'))).rejects.toThrow(`mkdir '${file}'`)
})

test('where no folder can be created, it is refused', async () => {
  await expect(makeFolder('/proc/nowhere/data')).rejects.toThrow("mkdir '/proc/nowhere'")
})
