import { createRandom } from '../../make-samples/random.ts'
import type { Link, LinkBreak } from '../stage/link.ts'
import type { Server } from '../stage/servers.ts'
import type { Stage } from '../stage/stage.ts'
import type { DrillSystem } from '../stage/system.ts'
import type { Hit } from '../two-runtimes/plan.ts'
import type { Fault } from './fault.ts'
import { createKill } from './kill.ts'
import { createStop } from './stop.ts'

interface Targets extends Pick<Stage, 'brokers' | 'database' | 'gateways'> {
  systems: Pick<DrillSystem, 'pids' | 'killRuntime' | 'restart'>[]
}

/**
 * Finds what a plan's faults hit, before any begins: the one may hit who tells of the other. Each is a fault of
 * its own, so that several can be at work at once.
 */
export function createFaultOf(seed: string, { brokers, database, systems, gateways }: Targets) {
  const random = createRandom(`targets ${seed}`)

  function serverOf({ variant, place }: Hit): Server | undefined {
    if (variant === 'broker') return brokers.servers[place - 1]
    return variant === 'postgres' ? database.server : undefined
  }

  return async (hit: Hit): Promise<Fault> => {
    const { kind, variant, place } = hit
    const server = serverOf(hit)
    if (kind === 'cut' || kind === 'silence') {
      return createBrokenLink(there(server?.link ?? gateways[place - 1], hit), kind)
    }
    if (server) return kind === 'kill' ? createServerKill(server) : createServerStop(server)
    const { pids, killRuntime, restart } = there(systems[place - 1], hit)
    const found = await pids(variant)
    const system = { pids: async () => found, killRuntime, restart }
    return kind === 'kill' ? createKill({ system, random }) : createStop({ system })
  }
}

function there<T>(target: T | undefined, { kind, variant, place }: Hit): T {
  if (target === undefined) throw new Error(`Expected somebody to ${kind}, got ${variant} ${place}`)
  return target
}

function createBrokenLink(link: Link, how: LinkBreak): Fault {
  return {
    async start() {
      link.break(how)
      return []
    },
    async end() {
      link.mend()
    },
  }
}

/** kill -9; ends when it has been started again, and answers. */
function createServerKill(server: Server): Fault {
  let isDown = false
  return {
    async start() {
      isDown = true
      await server.kill()
      return []
    },
    async end() {
      const wasDown = isDown
      isDown = false
      if (wasDown) await server.start()
    },
  }
}

function createServerStop(server: Server): Fault {
  let isHeld = false
  return {
    async start() {
      isHeld = true
      server.pause()
      return []
    },
    async end() {
      if (isHeld) server.resume()
      isHeld = false
    },
  }
}
