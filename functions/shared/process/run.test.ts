import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

test('files of a process and of its children are private from the first byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-run-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const module = JSON.stringify(join(import.meta.dirname, 'run.ts'))
  const script = `
    import { execFileSync } from 'node:child_process'
    import { mkdirSync, writeFileSync } from 'node:fs'
    import { DatabaseSync } from 'node:sqlite'
    const { run } = await import(${module})
    await run(async () => {
      mkdirSync('folder')
      writeFileSync('file', '')
      execFileSync('touch', ['of-a-child'])
      new DatabaseSync('database').exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)')
      process.kill(process.pid, 'SIGKILL')
    })`

  spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })

  const modeOf = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8)
  const files = ['file', 'of-a-child', 'database', 'database-wal', 'database-shm']
  expect(['folder', ...files].map(modeOf)).toEqual(['700', ...files.map(() => '600')])
})
