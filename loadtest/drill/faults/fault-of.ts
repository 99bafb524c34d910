import { createRandom } from '../../make-samples/random.ts'
import { Misbehaviour, writeControl } from '../../ocr/stub/control.ts'
import type { Hit } from '../plan.ts'
import type { Link } from '../stage/link.ts'
import type { Stage } from '../stage/stage.ts'
import type { DrillSystem } from '../stage/system.ts'
import { createFullDisk } from './disk.ts'
import { createFault, type Fault } from './fault.ts'
import { createKill, createRuntimeKill, createStop } from './processes.ts'

export interface Targets
  extends Pick<Stage, 'brokers' | 'databases' | 'gateways' | 'control' | 'dataDirs'> {
  systems: Pick<DrillSystem, 'pids' | 'killRuntime' | 'restart'>[]
  means: Pick<Stage['means'], 'setClock'>
}

/**
 * Finds what a plan's faults hit, before any begins: the one may hit who tells of the other. Each is a fault of
 * its own, so that several can be at work at once.
 */
export function createFaultOf(seed: string, targets: Targets) {
  const { brokers, databases, systems, gateways, control, dataDirs, means } = targets
  const random = createRandom(`targets ${seed}`)

  return async (hit: Hit): Promise<Fault> => {
    const { kind, variant, place } = hit
    const server = { broker: brokers, postgres: databases }[variant]?.[place - 1]
    switch (kind) {
      case 'answers':
        return createAnswers(control, Misbehaviour.parse(variant))
      case 'disk':
        return createFullDisk(there(dataDirs[place - 1], hit))
      case 'clock':
        return there(means.setClock, hit)(variant)
      case 'cut':
      case 'silence': {
        const isOneWay = variant === 'upload' || variant === 'answer'
        const link = there(server?.link ?? gateways[place - 1], hit)
        return createBrokenLink(link, isOneWay ? variant : kind)
      }
      case 'kill': {
        if (server) return createFault(server.kill, server.start)
        const system = there(systems[place - 1], hit)
        if (variant === 'runtime') return createRuntimeKill(system)
        return createKill(await system.pids(variant), random)
      }
      case 'stop':
        if (server) return createFault(server.pause, server.resume)
        return createStop(await there(systems[place - 1], hit).pids(variant))
    }
  }
}

function there<T>(target: T | undefined | null, { kind, variant, place }: Hit): T {
  if (target) return target
  throw new Error(`Expected somebody to ${kind}, got ${variant} ${place}`)
}

/** ocr answers every second delivery badly, or not at all. */
function createAnswers(control: string, misbehaviour: Misbehaviour): Fault {
  return createFault(
    () => writeControl(control, { misbehaviour, oneOf: 2 }),
    () => writeControl(control, { misbehaviour: null, oneOf: 1 }),
  )
}

function createBrokenLink(link: Link, how: Parameters<Link['break']>[0]): Fault {
  return createFault(() => link.break(how), link.mend)
}
