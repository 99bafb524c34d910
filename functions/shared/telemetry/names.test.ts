import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FailureCode } from '../events/contract/contract.ts'
import { textLayerEngine } from '../events/contract/recognition.ts'
import { instruments, type MetricName, prometheusLabelOf, prometheusNameOf } from './names.ts'
import { toWord, words } from './words.ts'

test('docs/metrics.md names every metric with its kind and labels, in the same order', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \|(.*?)\| \S.* \|$/gm)]

  const documented = rows.map(([, name, kind, labels = '']) => [
    ...[name, kind],
    [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
  ])
  const real = Object.entries(instruments).map(([name, { kind, labels }]) => [
    ...[prometheusNameOf(name as MetricName), kind],
    labels.map(prometheusLabelOf),
  ])

  expect(documented).toEqual(real)
})

test('boundaries of histograms ascend', () => {
  for (const instrument of Object.values(instruments)) {
    if (instrument.kind !== 'histogram') continue
    expect(instrument.boundaries).toEqual(instrument.boundaries.toSorted((a, b) => a - b))
  }
})

test('codes of failures are known words', () => {
  expect(words.code).toEqual(FailureCode.options)
})

test('the engine of pages whose text is that of their PDF is a known word', () => {
  expect(toWord(words.engine, textLayerEngine)).toBe(textLayerEngine)
})
