import { expect, test } from 'vitest'
import type { Page } from '../pages/page.ts'
import type { Attempt } from '../reader/reader.ts'
import { toGuarded } from './guarded.ts'

const page: Page = { path: '', name: 'chat/1', group: 'chat', truth: 'put the kettle on' }
const attempt = (text: string, cpuSeconds = 1): Attempt => ({
  ...{ text, cpuSeconds, seconds: 1, looks: [], kept: null, failed: null },
})
const swapped = { ours: attempt('kettle on put the'), plain: attempt(page.truth ?? '') }

test('text in another order is wrong for kinds with one order', () => {
  const guarded = toGuarded(page, { ...swapped, bare: swapped.plain })

  expect(guarded).toMatchObject({ plain: 0, isOrderOnly: true })
  expect(guarded.ours).toBeGreaterThan(0.5)
})

test('text in another order is right for kinds with several orders', () => {
  const guarded = toGuarded({ ...page, group: 'plan' }, { ...swapped, bare: swapped.plain })

  expect(guarded).toMatchObject({ ours: 0, plain: 0 })
})

test('noise is at most as bad as no text', () => {
  const noise = attempt('|'.repeat(400))

  const guarded = toGuarded(page, { ours: noise, plain: attempt(''), bare: attempt('', 4) })

  expect(guarded).toMatchObject({ ours: 1, plain: 1, cpuSeconds: 1, plainCpuSeconds: 4 })
})
