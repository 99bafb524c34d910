import { type ProfileName, profiles, settingsOf } from '../settings.ts'
import { type Bill, billOf, idle, type Load } from './bill.ts'

const dollars = (value: number) => `$${value.toFixed(value < 10 ? 2 : 0)}`

/** Bill of one profile and load, as `infra cost` prints it. */
export function billText(bill: Bill, load: Load): string {
  const { fixed, elastic, always } = bill
  const rows = fixed.map(({ name, dollarsPerMonth }) => [name, dollars(dollarsPerMonth)])
  const width = Math.max(...rows.map(([name = '']) => name.length), 'burst, 0000 hours spot'.length)
  const line = (name: string, value: string) => `${name.padEnd(width)}  ${value.padStart(8)}`
  return [
    'US dollars a month at list prices, without traffic and taxes',
    ...rows.map(([name = '', value = '']) => line(name, value)),
    line(`burst, ${elastic.hours.toFixed(0)} hours spot`, dollars(elastic.spot)),
    line('total', dollars(bill.dollarsPerMonth)),
    '',
    `${load.pagesPerDay} pages a day. The same burst hours at full price: ${dollars(elastic.onDemand)}.`,
    `Burst machines that run all month: ${dollars(always.onDemand)} at full price, ${dollars(always.spot)} spot;` +
      ` elasticity saves ${dollars(always.onDemand - elastic.spot)}.`,
    `An hour without work costs ${dollars(bill.dollarsPerHour)}, asleep (down --keep-state) ${dollars(bill.asleepDollarsPerHour)}.`,
    '',
  ].join('\n')
}

const names = Object.keys(profiles) as ProfileName[]

/** Table of docs/infra.md: each profile without work. */
export function profileTable(): string {
  const rows = names.map((name) => {
    const bill = billOf(settingsOf(name), idle)
    const { controlPlanes, controlPlaneMachine, zones, base } = profiles[name]
    const machines = `${controlPlanes} × ${controlPlaneMachine}, ${base.min * zones.length} × ${base.machine}`
    const cells = [
      name,
      machines,
      dollars(bill.dollarsPerMonth),
      dollars(bill.dollarsPerHour),
      dollars(bill.asleepDollarsPerHour),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| profile | always on | month | hour | hour asleep |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** Table of docs/infra.md: what burst machines of the default profile cost for a load, and what is saved. */
export function loadTable(secondsPerPage: number): string {
  const rows = [1_000, 10_000, 100_000, 500_000].map((pagesPerDay) => {
    const { elastic, always } = billOf(settingsOf('default'), {
      pagesPerDay,
      burstHours: 0,
      secondsPerPage,
    })
    const cells = [
      pagesPerDay.toLocaleString('en'),
      elastic.hours.toFixed(0),
      dollars(elastic.spot),
      dollars(elastic.onDemand),
      dollars(always.onDemand - elastic.spot),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| pages a day | burst hours | spot | full price | saved against five machines always on |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
