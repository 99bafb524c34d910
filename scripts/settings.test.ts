import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kafkaSettings } from '../eventing/log/kafka-settings.ts'
import { sourceSettings } from '../eventing/pipeline/pod-settings.ts'
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

test('docs/source-and-sink.md names every setting of source and sink with its default', () => {
  const table = readFileSync(join(import.meta.dirname, '../docs/source-and-sink.md'), 'utf8')
  const rows = [...table.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|/gm)]
  const documented = rows.map(([, name, value = '']) => [name, value])
  const required = { KNATIVE_DIR: '/', SERVICE_URL: 'http://{service}', SINK_URL: 'http://sink' }
  const defaults: Record<string, unknown> = readEnv(sourceSettings, required)

  const elsewhere = new Set([...Object.keys(kafkaSettings.shape), 'K_SERVICE'])
  const names = Object.keys(sourceSettings.shape).filter((name) => !elsewhere.has(name))
  const real = names.map((name) => {
    const value = name in required ? '' : defaults[name]
    return [name, typeof value === 'boolean' ? Number(value).toString() : String(value ?? '')]
  })

  expect(documented.sort()).toEqual(real.sort())
})
