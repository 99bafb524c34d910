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
 * Resolves the target of a hit before any fault starts, because one fault may hit the process that lists the
 * targets of another. Returns a separate fault for each hit, so that several can be active at the same time.
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
        return createFullDisk(existing(dataDirs[place - 1], hit))
      case 'clock':
        return existing(means.setClock, hit)(variant)
      case 'cut':
      case 'silence': {
        const isOneWay = variant === 'upload' || variant === 'answer'
        const link = existing(server?.link ?? gateways[place - 1], hit)
        return createBrokenLink(link, isOneWay ? variant : kind)
      }
      case 'kill': {
        if (server) return createFault(server.kill, server.start)
        const system = existing(systems[place - 1], hit)
        if (variant === 'runtime') return createRuntimeKill(system)
        return createKill(await system.pids(variant), random)
      }
      case 'stop':
        if (server) return createFault(server.pause, server.resume)
        return createStop(await existing(systems[place - 1], hit).pids(variant))
    }
  }
}

function existing<T>(target: T | undefined | null, { kind, variant, place }: Hit): T {
  if (target) return target
  throw new Error(`Expected a target to ${kind}, got ${variant} ${place}`)
}

/** ocr answers every second delivery with an error, or not at all. */
function createAnswers(control: string, misbehaviour: Misbehaviour): Fault {
  return createFault(
    () => writeControl(control, { misbehaviour, oneOf: 2 }),
    () => writeControl(control, { misbehaviour: null, oneOf: 1 }),
  )
}

function createBrokenLink(link: Link, how: Parameters<Link['break']>[0]): Fault {
  return createFault(() => link.break(how), link.mend)
}
