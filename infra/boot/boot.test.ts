import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bootScript } from '../stack/machines.ts'

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0

test('in Terraform the shell has its braces back', () => {
  const script = bootScript('worker')

  expect(script).not.toMatch(/(?<![$%])[$%]\{/)
  expect(script).toContain('"$${@:2}"')
})

describe.runIf(hasShellcheck)('shellcheck', () => {
  test.each(['control-plane', 'worker'] as const)('finds nothing in the script of %s', (name) => {
    const input = bootScript(name).replaceAll(/([$%])\1\{/g, '$1{')

    const { stdout, status } = spawnSync('shellcheck', ['-'], { input, encoding: 'utf8' })

    expect(stdout).toBe('')
    expect(status).toBe(0)
  })

  test('finds nothing in the scripts of the proof', () => {
    const folder = join(import.meta.dirname, 'prove')
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh'))

    const { stdout } = spawnSync('shellcheck', scripts, { cwd: folder, encoding: 'utf8' })

    expect(scripts).not.toEqual([])
    expect(stdout).toBe('')
  })
})
