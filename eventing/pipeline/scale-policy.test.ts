import { expect, test } from 'vitest'
import { ScaleAnnotations, toScalePolicy } from './scale-policy.ts'

const prefix = 'autoscaling.knative.dev/'
const prefixed = (annotations: Record<string, string>) =>
  Object.fromEntries(Object.entries(annotations).map(([name, value]) => [prefix + name, value]))

const policyOf = (annotations: Record<string, string>, containerConcurrency = 0) =>
  toScalePolicy(ScaleAnnotations.parse(prefixed(annotations)), {
    containerConcurrency,
    defaultMaxScale: () => 2,
  })

const issuesOf = (annotations: Record<string, string>) =>
  ScaleAnnotations.safeParse(prefixed(annotations)).error?.issues

test('without annotations the policy has Knative’s defaults, and the cores as max-scale', () => {
  expect(policyOf({})).toEqual({
    target: 70,
    minScale: 0,
    maxScale: 2,
    initialScale: 1,
    activationScale: 1,
    stableWindowMs: 60_000,
    panicWindowMs: 6000,
    panicThreshold: 2,
    maxScaleUpRate: 1000,
    maxScaleDownRate: 2,
    scaleDownDelayMs: 0,
    scaleToZeroRetentionMs: 0,
  })
})

test.each([
  ['target', { target: '10' }, 0, { target: 7 }],
  ['target above containerConcurrency', { target: '10' }, 5, { target: 3.5 }],
  ['containerConcurrency alone', {}, 5, { target: 3.5 }],
  ['utilisation', { 'target-utilization-percentage': '50' }, 5, { target: 2.5 }],
  ['the least target', { target: '0.01' }, 0, { target: 0.01 }],
  ['min-scale', { 'min-scale': '1' }, 0, { minScale: 1, maxScale: 2, initialScale: 1 }],
  ['min-scale above the cores', { 'min-scale': '3' }, 0, { maxScale: 3, initialScale: 3 }],
  ['max-scale', { 'max-scale': '64' }, 0, { maxScale: 64 }],
  ['max-scale 0 for none', { 'max-scale': '0' }, 0, { maxScale: 2 }],
  ['initial-scale', { 'initial-scale': '2' }, 0, { initialScale: 2 }],
  ['initial-scale above max-scale', { 'initial-scale': '9' }, 0, { initialScale: 2 }],
  ['activation-scale', { 'activation-scale': '2' }, 0, { activationScale: 2 }],
  ['window', { window: '1m30s' }, 0, { stableWindowMs: 90_000, panicWindowMs: 9000 }],
  ['the panic window', { 'panic-window-percentage': '50' }, 0, { panicWindowMs: 30_000 }],
  [
    'the panic window in whole seconds',
    { 'panic-window-percentage': '2.6' },
    0,
    { panicWindowMs: 2000 },
  ],
  [
    'the panic window is at least a second',
    { 'panic-window-percentage': '1' },
    0,
    { panicWindowMs: 1000 },
  ],
  ['the panic threshold', { 'panic-threshold-percentage': '150' }, 0, { panicThreshold: 1.5 }],
  ['scale-down-delay', { 'scale-down-delay': '15m' }, 0, { scaleDownDelayMs: 900_000 }],
  [
    'the retention',
    { 'scale-to-zero-pod-retention-period': '1m5s500ms' },
    0,
    { scaleToZeroRetentionMs: 65_500 },
  ],
  ['no burst capacity', { 'target-burst-capacity': '-1' }, 0, {}],
  ['the supported class and metric', { class: `kpa.${prefix.slice(0, -1)}` }, 0, {}],
])('an annotation is applied: %s', (_, annotations, containerConcurrency, policy) => {
  expect(policyOf(annotations as Record<string, string>, containerConcurrency)).toMatchObject(
    policy,
  )
})

test.each([
  ['class', 'hpa.autoscaling.knative.dev'],
  ['metric', 'rps'],
  ['target', '0'],
  ['target', 'many'],
  ['target-utilization-percentage', '101'],
  ['target-utilization-percentage', '0.7'],
  ['min-scale', '-1'],
  ['min-scale', '1.5'],
  ['max-scale', 'all'],
  ['initial-scale', '0'],
  ['activation-scale', '0'],
  ['window', '5s'],
  ['window', '61m'],
  ['window', '6500ms'],
  ['window', '60'],
  ['panic-window-percentage', '0'],
  ['panic-threshold-percentage', '100'],
  ['panic-threshold-percentage', '1001'],
  ['scale-down-delay', '2h'],
  ['scale-down-delay', '1.5s'],
  ['scale-to-zero-pod-retention-period', '2h'],
  ['target-burst-capacity', '-2'],
])('an annotation is refused by name: %s %s', (name, value) => {
  const paths = issuesOf({ [name]: value })?.map(({ path }) => path)

  expect(paths?.[0]).toEqual([prefix + name])
})

test('a max-scale below min-scale is refused', () => {
  const issues = issuesOf({ 'min-scale': '3', 'max-scale': '2' })

  expect(issues).toMatchObject([{ path: [`${prefix}max-scale`] }])
})

test('an unknown annotation is refused by name', () => {
  const issues = issuesOf({ 'scale-up-delay': '5s' })

  expect(issues).toMatchObject([{ keys: [`${prefix}scale-up-delay`] }])
})
