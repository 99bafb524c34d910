import { expect, test } from 'vitest'
import { current } from './iteration.ts'
import { group } from './k6.ts'
import { Counter, Gauge, Rate, Trend } from './metrics.ts'
import { readThresholds } from './thresholds.ts'

const [duration, failed, count, size] = [
  new Trend('duration'),
  new Rate('failed'),
  new Counter('count'),
  new Gauge('size'),
]
for (let ms = 1; ms <= 100; ms += 1) duration.add(ms)
for (const isFailed of [true, false, false, false]) failed.add(isFailed)
for (const n of [1, 2, 3]) count.add(n)
for (const n of [9, 4]) size.add(n)

test.each([
  ['duration', 'p(95)<96', true],
  ['duration', 'p(95) < 95', false],
  ['duration', 'med<=50', true],
  ['duration', 'avg==50.5', true],
  ['duration', 'max>100', false],
  ['failed', 'rate<0.3', true],
  ['failed', 'rate==0', false],
  ['count', 'count==6', true],
  ['count', 'rate>=3', true],
  ['size', 'value<5', true],
])('%s %s is %s after two seconds', (name, threshold, expected) => {
  const [judge] = readThresholds({ [name]: [threshold] })

  expect(judge?.(2).holds).toBe(expected)
})

test.each([
  ['unknown', 'count<1', 'Expected a metric of the script, got unknown'],
  ['count{a:1,b:2}', 'count<1', 'Expected a metric of the script, got count{a:1,b:2}'],
  ['count', 'p(95)<1', 'Expected a comparison of count,rate of count, got p(95)<1'],
  ['duration', 'fast', 'Expected a comparison'],
])('the threshold %s %s cannot be judged', (name, threshold, message) => {
  expect(() => readThresholds({ [name]: [threshold] })).toThrow(message)
})

test('a rate without values fails every threshold', () => {
  new Rate('unused')

  const [judge] = readThresholds({ unused: ['rate>=0'] })

  expect(judge?.(1).holds).toBe(false)
})

test('a threshold may be of the values with a tag', () => {
  const calls = new Counter('calls')
  const [slow, ofKind, grouped] = readThresholds({
    'calls{name:slow}': ['count==2'],
    'calls{kind:a}': ['count==9'],
    'calls{group:::outer::inner}': ['count==4'],
  })

  const iteration = { tags: { kind: 'a' }, signal: new AbortController().signal }
  current.run(iteration, () => {
    calls.add(2, { name: 'slow' })
    calls.add(3, { name: 'fast' })
    group('outer', () => group('inner', () => calls.add(4)))
  })

  expect([slow, ofKind, grouped].map((judge) => judge?.(1).value)).toEqual([2, 9, 4])
})
