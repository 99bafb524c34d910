import type { System } from '../../functions/shared/http/system-api.ts'

type Service = NonNullable<System['services']>[number]

export interface Readers {
  /**
   * State of each replica that is ready or starting; a reading one counts as ready where the platform does not tell.
   */
  replicas: ('reading' | 'ready' | 'starting')[]
  /** "2 of 2 reading", "asleep". */
  text: string
}

/** State of the ocr replicas; null if unknown. */
export function toReaders(services: Service[] | null): Readers | null {
  const ocr = services?.find(({ name }) => name === 'ocr')
  if (!ocr) return null
  const ready = ocr.replicas
  const reading = Math.min(ocr.inFlight ?? 0, ready)
  const starting = Math.max(ocr.wanted - ready, 0)
  return {
    replicas: [
      ...Array<'reading'>(reading).fill('reading'),
      ...Array<'ready'>(ready - reading).fill('ready'),
      ...Array<'starting'>(starting).fill('starting'),
    ],
    text: describeReplicas(reading, ready, starting),
  }
}

function describeReplicas(reading: number, ready: number, starting: number): string {
  if (ready === 0) return starting > 0 ? 'waking' : 'asleep'
  return reading > 0 ? `${reading} of ${ready} reading` : `${ready} awake`
}
