import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingsOf } from '../settings.ts'
import { billOf, type Load } from './bill.ts'
import { machineOf } from './prices.ts'
import { loadTable, profileTable } from './table.ts'

const idle: Load = { pagesPerDay: 0, burstHours: 0, secondsPerPage: 1.4 }

describe('a month without work', () => {
  test('default: every line by hand', () => {
    const { fixed, elastic, dollarsPerMonth } = billOf(settingsOf('default'), idle)

    // 730 h × $0.06701, 730 h × $0.13402, 20 + 20 + 30 + 17 GiB × $0.10, 20 GiB × $0.05,
    // 730 h × (2 × $0.0014 + $0.005), 730 h × $0.025, 730 h × $0.005
    const byHand = [48.92, 97.83, 8.7, 1, 5.69, 18.25, 3.65]
    expect(fixed.map((line) => Number(line.dollarsPerMonth.toFixed(2)))).toEqual(byHand)
    expect(elastic).toEqual({ hours: 0, spot: 0, onDemand: 0 })
    expect(dollarsPerMonth).toBeCloseTo(184.05, 1)
  })

  test('lean has neither load balancer nor address', () => {
    const names = billOf(settingsOf('lean'), idle).fixed.map(({ name }) => name.split(',')[0])

    expect(names).toEqual(['control plane', 'base', 'disks', 'snapshots', 'NAT'])
  })

  test('three control planes and three base machines are counted each', () => {
    const { fixed } = billOf(settingsOf('available'), idle)

    expect(fixed[0]?.dollarsPerMonth).toBeCloseTo(3 * 48.92, 1)
    expect(fixed[1]?.dollarsPerMonth).toBeCloseTo(3 * 97.83, 1)
  })

  test('a class of nodes that is always there costs as well, an elastic one does not', () => {
    const machine = { name: 'memory', machine: 'n2-standard-2', spot: false, diskGib: 30 }
    const withClass = (min: number) =>
      billOf({ ...settingsOf('default'), nodeClasses: [{ ...machine, min, max: 1 }] }, idle)

    expect(withClass(0).dollarsPerMonth).toBeCloseTo(184.05, 1)
    // 730 h × ($0.0971 + $0.0014) + 30 GiB × $0.10
    expect(withClass(1).dollarsPerMonth - withClass(0).dollarsPerMonth).toBeCloseTo(74.91, 1)
  })
})

test('pages: their seconds of a core, slower on a thread, at 70 %, and five minutes a day of idling', () => {
  const { elastic } = billOf(settingsOf('default'), { ...idle, pagesPerDay: 10_000 })

  // 10,000 × 365 / 12 × 1.4 s / 3600 / 0.6 / 4 cores / 0.7 + 365 / 12 × 5 / 60 h
  expect(elastic.hours).toBeCloseTo(72.95, 1)
  // each hour: $0.0402 + $0.0014 + 30 GiB × $0.10 / 730
  expect(elastic.spot).toBeCloseTo(72.95 * 0.04571, 1)
})

test('hours of a burst count for all machines of the group', () => {
  const { elastic } = billOf(settingsOf('default'), { ...idle, burstHours: 10 })

  expect(elastic.hours).toBe(50)
})

test('a cluster that sleeps pays no machines', () => {
  const bill = billOf(settingsOf('default'), idle)

  // 57 GiB × $0.10 / 730 + 20 GiB × $0.05 / 730 + $0.005 NAT + $0.025 balancer + $0.005 address
  expect(bill.asleepDollarsPerHour).toBeCloseTo(0.0442, 3)
  expect(bill.asleepDollarsPerHour).toBeLessThan(bill.dollarsPerHour / 5)
})

test('a machine without a price is named', () => {
  expect(() => machineOf('e9-huge')).toThrow('got "e9-huge": add its price there')
})

test('every machine that settings.ts names has a price, those of its examples as well', () => {
  const text = readFileSync(join(import.meta.dirname, '../settings.ts'), 'utf8')
  const machines = [...text.matchAll(/achine: '(.+?)'/g)].map(([, machine = '']) => machine)

  expect(machines).toContain('g2-standard-4')
  for (const machine of machines) expect(machineOf(machine).spotHour).toBeGreaterThan(0)
})

test.each(['README.md', '../docs/infra.md'])(
  'the tables of %s are those of the program',
  (path) => {
    const text = readFileSync(join(import.meta.dirname, '..', path), 'utf8')

    expect(text).toContain(profileTable())
    if (path.endsWith('infra.md')) expect(text).toContain(loadTable(1.4))
  },
)
