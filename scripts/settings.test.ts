import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kafkaSettings } from '../eventing/runtime/log/kafka-settings.ts'
import { readEnv, settings } from '../functions/shared/settings/env.ts'

test('docs/settings.md names every setting with its default, in the same order', () => {
  const table = readFileSync(join(import.meta.dirname, '../docs/settings.md'), 'utf8')
  const rows = [...table.matchAll(/^\| `(\w+)` \| (?:`([^`]*)`)? ?\|/gm)]
  const documented = rows.map(([, name, value = '']) => [name, value])
  const defaults: Record<string, unknown> = {
    ...readEnv(settings, {}),
    ...readEnv(kafkaSettings, {}),
  }

  // Documented after the address of the store.
  const names = Object.keys(settings.shape).flatMap((name) =>
    name === 'DATABASE_URL' ? [name, ...Object.keys(kafkaSettings.shape)] : name,
  )
  const real = names.map((name) => {
    const value = defaults[name]
    if (name === 'SAMPLES_DIR') return [name, 'loadtest/samples']
    if (typeof value === 'boolean') return [name, value ? '1' : '0']
    return [name, value === undefined ? '' : String(value)]
  })

  expect(documented).toEqual(real)
})
