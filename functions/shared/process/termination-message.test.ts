import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeTerminationMessage } from './termination-message.ts'

function ownFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-end-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'termination-log')
}

test('the message is in the file that Kubernetes made, as far as it shows it', () => {
  const file = ownFile()
  writeFileSync(file, '')

  writeTerminationMessage(`Expected PORT${'.'.repeat(5000)}`, file)

  expect(readFileSync(file, 'utf8')).toMatch(/^Expected PORT\.{4083}$/)
})

test('without such a file none is made', () => {
  const file = ownFile()

  writeTerminationMessage('Expected PORT', file)

  expect(existsSync(file)).toBe(false)
})
