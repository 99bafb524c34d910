import { characterErrorRate, characterErrorRateInAnyOrder } from '../../figures/score.ts'
import { kindsOfAnyOrder } from '../../guard/pictures.ts'
import type { Page } from '../pages/page.ts'
import type { Attempt } from '../reader/reader.ts'

/** How an engine read one picture, beside the plain reading with the same model. */
export interface Guarded {
  page: string
  kind: string
  /**
   * Character error rates, at most 1: nothing that is read can be worse than nothing. Where more
   * than one order of reading is right it is the lesser of the rate in order and of that in any
   * order, of both readings.
   */
  ours: number
  plain: number
  /** Whether only the order of what was read is worse than the plain reading's. */
  isOrderOnly: boolean
  cpuSeconds: number
  plainCpuSeconds: number
}

/** By how much a picture may be read worse: of a rate, so 2 points. */
const bearable = 0.02

export function isWorse({ ours, plain }: Pick<Guarded, 'ours' | 'plain'>): boolean {
  return ours - plain > bearable
}

export interface Attempts {
  ours: Attempt
  plain: Attempt
  /** What the CPU is compared with; the plain one, or the bare engine. */
  bare: Attempt
}

export function toGuarded({ name, group, truth }: Page, { ours, plain, bare }: Attempts): Guarded {
  const rates = (read: string) => {
    const ordered = Math.min(characterErrorRate(read, truth ?? ''), 1)
    return { ordered, any: Math.min(ordered, characterErrorRateInAnyOrder(read, truth ?? '')) }
  }
  const [own, base] = [rates(ours.text), rates(plain.text)]
  const order = kindsOfAnyOrder.has(group) ? 'any' : 'ordered'
  return {
    ...{ page: name, kind: group, ours: own[order], plain: base[order] },
    isOrderOnly: !isWorse({ ours: own.any, plain: base.any }),
    ...{ cpuSeconds: ours.cpuSeconds, plainCpuSeconds: bare.cpuSeconds },
  }
}
