import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-images-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Installs a builder: a script for sh. */
async function install(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
}

/** Runs the command where only these builders are installed. */
async function command(...args: string[]) {
  const main = join(import.meta.dirname, 'main.ts')
  return promisify(execFile)(process.execPath, [main, ...args], { env: { PATH: folder } })
}

test('the first builder that works builds each target', async () => {
  await install('docker', 'exit 1')
  await install('podman', '[ $1 = version ] || echo "podman got $*"')
  await install('buildah', 'echo "not asked"')

  const { stdout } = await command('--tag', 't', 'ocr', 'results', '--', '--no-cache')

  const got = stdout.split('\n').filter((line) => line.startsWith('podman got'))
  expect(got).toHaveLength(2)
  expect(got[0]).toContain('--tag dev.local/glyphflow/ocr:t --target ocr')
  expect(got[0]).toContain('--label org.opencontainers.image.version=t')
  expect(got[1]).toContain('--tag dev.local/glyphflow/results:t --target results')
  expect(got[1]).toMatch(/--no-cache \.$/)
})

test('a failed build ends the command with its exit code', async () => {
  await install('buildah', '[ $1 = version ] || exit 7')

  const building = command('ocr', 'results')

  await expect(building).rejects.toMatchObject({ code: 7 })
  await expect(building).rejects.not.toMatchObject({ stdout: expect.stringContaining('results') })
})

test('a list that does not exist yet is no error', async () => {
  await install('buildah', '[ $1 != manifest ] && echo "got $*"')

  const { stdout } = await command('ocr', '--platform', 'linux/amd64,linux/arm64')

  expect(stdout).toContain('got build --layers --manifest dev.local/glyphflow/ocr:')
})

test('without a builder the error names those that are looked for', async () => {
  await expect(command('ocr')).rejects.toMatchObject({
    ...{ code: 1, stderr: 'Expected docker, podman or buildah to be installed and to work\n' },
  })
})
