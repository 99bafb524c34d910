import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import { findMains } from './find-mains.ts'

function folderWith(...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-mains-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  return folder
}

test('a build is preferred to its source', () => {
  const folder = folderWith('a/main.mjs', 'a/main.ts', 'b/main.ts')

  const mains = findMains(folder, ['a', 'b'])

  expect(Object.fromEntries(mains)).toEqual({
    a: join(folder, 'a/main.mjs'),
    b: join(folder, 'b/main.ts'),
  })
})

test('a missing function is named', () => {
  const find = () => findMains(folderWith('a/main.ts'), ['absent'])

  expect(find).toThrow(SettingsError)
  expect(find).toThrow('absent/main.ts')
})
