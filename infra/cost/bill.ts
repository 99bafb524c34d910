import { isElastic, type NodeGroup, type Settings, fixed as sizes, zonesOf } from '../settings.ts'
import { hoursPerMonth, machineOf, prices } from './prices.ts'

/** What is read in a month, and for how long burst machines are there. */
export interface Load {
  pagesPerDay: number
  /** Hours a month in which all of the burst group runs, beyond what the pages need. */
  burstHours: number
  /** Seconds that one core takes for one page. */
  secondsPerPage: number
}

/** A cluster that stands and reads nothing. */
export const idle: Load = { pagesPerDay: 0, burstHours: 0, secondsPerPage: 0 }

export interface Line {
  name: string
  dollarsPerMonth: number
}

export interface Bill {
  /** Whether anything is read or not. */
  fixed: Line[]
  /** Machines of the burst group for the load, at spot and at full price. */
  elastic: { hours: number; spot: number; onDemand: number }
  /** Burst machines, as many as the group may have, that run all month. */
  always: { spot: number; onDemand: number }
  dollarsPerMonth: number
  /** While the cluster stands and reads nothing. */
  dollarsPerHour: number
  /** After `down --keep-state`. */
  asleepDollarsPerHour: number
}

/** A core of Compute Engine is a hyperthread: it reads 0.6 times what a whole one does (docs/infra.md). */
export const threadSpeed = 0.6
/** Share of a burst machine's cores that reads, the rest being between pages and the node's own pods. */
const utilization = 0.7
/** Hours that a burst machine starts up and idles before it is given back, for one burst a day. */
const idleHoursPerBurst = 5 / 60

const machineHours = (group: NodeGroup, spot = group.spot) => {
  const { hour, spotHour } = machineOf(group.machine)
  return spot ? spotHour : hour
}

/** Price of an hour of a burst machine, with its disk and its part of NAT. */
export function burstHour({ burst }: Pick<Settings, 'burst'>, spot: boolean): number {
  const disk = (burst.diskGib * prices.balancedDiskGibMonth) / hoursPerMonth
  return machineHours(burst, spot) + prices.natMachineHour + disk
}

/** A month's bill in US dollars at the list prices of `prices.ts`, without traffic and taxes. */
export function billOf(settings: Settings, load: Load): Bill {
  const zones = zonesOf(settings).length
  const month = (hourly: number) => hourly * hoursPerMonth
  const controlPlane = machineOf(settings.controlPlaneMachine).hour * settings.controlPlanes
  const alwaysOn = [settings.base, ...settings.nodeClasses.filter((each) => !isElastic(each))]
  const machines = alwaysOn.map((group) => ({ group, count: group.min * zones }))
  const count = settings.controlPlanes + machines.reduce((sum, each) => sum + each.count, 0)
  const kept = settings.controlPlanes * (sizes.bootGib + sizes.stateGib) + settings.dataGib
  const workerGib = machines.reduce((sum, each) => sum + each.group.diskGib * each.count, 0)
  const snapshotGib = settings.controlPlanes * sizes.stateGib

  const fixed: Line[] = [
    {
      name: `control plane, ${settings.controlPlanes} × ${settings.controlPlaneMachine}`,
      dollarsPerMonth: month(controlPlane),
    },
    ...machines.map(({ group, count }) => ({
      name: `${group.name}, ${count} × ${group.machine}`,
      dollarsPerMonth: month(machineHours(group) * count),
    })),
    {
      name: `disks, ${kept + workerGib} GiB`,
      dollarsPerMonth: (kept + workerGib) * prices.balancedDiskGibMonth,
    },
    {
      name: `snapshots, at most ${snapshotGib} GiB`,
      dollarsPerMonth: snapshotGib * prices.snapshotGibMonth,
    },
    { name: 'NAT', dollarsPerMonth: month(prices.natMachineHour * count + prices.natAddressHour) },
  ]
  const rules = settings.publicLink || settings.controlPlanes === 3
  if (rules)
    fixed.push({ name: 'load balancer', dollarsPerMonth: month(prices.forwardingRulesHour) })
  if (settings.publicLink)
    fixed.push({ name: 'address', dollarsPerMonth: month(prices.addressHour) })

  const { cores } = machineOf(settings.burst.machine)
  const coreHours = (((load.pagesPerDay * 365) / 12) * load.secondsPerPage) / 3600 / threadSpeed
  const bursts = load.pagesPerDay > 0 ? 365 / 12 : 0
  const max = settings.burst.max * zones
  const hours = coreHours / cores / utilization + bursts * idleHoursPerBurst + load.burstHours * max
  const perHour = (spot: boolean) => burstHour(settings, spot)

  const fixedMonth = fixed.reduce((sum, line) => sum + line.dollarsPerMonth, 0)
  const elastic = { hours, spot: hours * perHour(true), onDemand: hours * perHour(false) }
  const asleep =
    (kept * prices.balancedDiskGibMonth + snapshotGib * prices.snapshotGibMonth) / hoursPerMonth +
    prices.natAddressHour +
    (rules ? prices.forwardingRulesHour : 0) +
    (settings.publicLink ? prices.addressHour : 0)
  return {
    fixed,
    elastic,
    always: { spot: month(perHour(true) * max), onDemand: month(perHour(false) * max) },
    dollarsPerMonth: fixedMonth + elastic.spot,
    dollarsPerHour: fixedMonth / hoursPerMonth,
    asleepDollarsPerHour: asleep,
  }
}
