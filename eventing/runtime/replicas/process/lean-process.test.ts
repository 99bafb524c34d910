import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { leanEnv, leanFlags } from './lean-process.ts'

test('the runtime starts with the same memory flags as its replicas', () => {
  const script = readFileSync(join(import.meta.dirname, '../../../../scripts/start.sh'), 'utf8')
  const settings = [...script.matchAll(/^export (MALLOC_\w+)="\$\{\w+-(\d+)\}"$/gm)]

  expect(Object.fromEntries(settings.map(([, name, value]) => [name, value]))).toEqual(leanEnv)
  expect(script).toContain(`exec node ${leanFlags.join(' ')}`)
})
