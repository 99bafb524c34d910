import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../system/glyphflow.ts'

const run = promisify(execFile)
/** List with a small picture. */
const onePicture = join(import.meta.dirname, 'one-picture.txt')

test.each([
  ['simulated images', ['--stub', '--median', '20', '--count', '10', '--replicas', '1,2']],
  ['real images', ['--count', '2', '--replicas', '1,2', onePicture]],
])('the benchmark of %s prints and draws each number of replicas', async (_, args) => {
  const { path, remove } = await temporaryFolder()
  onTestFinished(remove)
  const svg = join(path, 'benchmark.svg')

  const main = join(import.meta.dirname, 'main.ts')
  const { stdout } = await run(process.execPath, [main, ...args, '--svg', svg])

  const rows = stdout.split('\n').filter((line) => /^ {2}\d+ {3,}/.test(line))
  expect(rows).toHaveLength(4)
  for (const row of rows) {
    const [, , , , ofIdeal, , asSaved, work, evenness] = row.trim().split(/ {2,}/)
    for (const share of [ofIdeal, asSaved]) {
      expect(Number.parseFloat(share ?? '')).toBeGreaterThan(0)
      expect(Number.parseFloat(share ?? '')).toBeLessThan(130)
    }
    expect(work).toMatch(/^[\d.]+ to [\d.]+$/)
    expect(Number(evenness)).toBeGreaterThanOrEqual(1)
  }
  expect(await readFile(svg, 'utf8')).toContain('<circle class="apart"')
})
