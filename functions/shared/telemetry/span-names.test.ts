import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spanNames, stageSpans } from './span-names.ts'

test('docs/tracing.md shows every span', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/tracing.md'), 'utf8')
  const topics = ['images-feed', 'text-feed']
  const names = [...Object.values(spanNames), ...Object.values(stageSpans)].flatMap((name) =>
    typeof name === 'string' ? name : topics.map(name),
  )

  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !docs.includes(name))).toEqual([])
})
