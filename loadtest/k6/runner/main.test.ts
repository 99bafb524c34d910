import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const asTerminal = 'data:text/javascript,process.stderr.isTTY = true'

test('the live line is shown during setup', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'load-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const script = join(folder, 'endless-setup.ts')
  await writeFile(
    script,
    `export const setup = () => new Promise(() => setInterval(() => {}, 1000))
     export default () => {}`,
  )
  const main = join(import.meta.dirname, 'main.ts')

  const runner = spawn(process.execPath, ['--import', asTerminal, main, script], { cwd: folder })
  onTestFinished(() => void runner.kill())
  let shown = ''
  runner.stderr.on('data', (text) => {
    shown += text
  })

  await expect.poll(() => shown, { timeout: 15_000 }).toContain('0 VUs, 0 iterations')
}, 20_000)
