import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import type { System } from '../../functions/shared/http/system-api.ts'
import { cpuShares, createCpuMeter } from './cpu.ts'

const reading = (atMs: number, ...seconds: [number, number][]) => ({
  atMs,
  seconds: new Map(seconds),
})

test('a share is CPU time by time', () => {
  const shares = cpuShares(reading(0, [1, 5]), reading(2000, [1, 6.5]))

  expect(shares).toEqual(new Map([[1, 0.75]]))
})

test.each([
  ['the first reading', null, reading(2000, [1, 6])],
  ['a process that has just started', reading(0), reading(2000, [1, 6])],
  ['a pid that was used again', reading(0, [1, 9]), reading(2000, [1, 6])],
  ['two readings too far apart', reading(0, [1, 5]), reading(90_000, [1, 6])],
  ['two readings at once', reading(2000, [1, 5]), reading(2000, [1, 6])],
])('the share of %s is unknown', (_, before, after) => {
  expect(cpuShares(before, after)).toEqual(new Map())
})

test('services that are only kept are no reading', () => {
  const servicesOf = (cpuSeconds: number) => [{ processes: [{ pid: 1, cpuSeconds }] }]
  const systemOf = (services: unknown) => ({ services }) as System
  const system = signal<System | null>(null)
  let nowMs = 0
  const shares = createCpuMeter({ system, now: () => nowMs })
  const readings = [servicesOf(5), servicesOf(6)]

  const seen = [readings[0], readings[1], readings[1]].map((services) => {
    nowMs += 2000
    system.value = systemOf(services)
    return shares.value.get(1)
  })

  expect(seen).toEqual([undefined, 0.5, 0.5])
})
