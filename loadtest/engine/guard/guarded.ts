import { characterErrorRate, characterErrorRateInAnyOrder } from '../../figures/score.ts'
import { kindsOfAnyOrder } from '../../guard/pictures.ts'
import type { Page } from '../pages/page.ts'
import type { Attempt } from '../reader/reader.ts'

/** Result of an engine on one picture, beside the plain reading with the same model. */
export interface Guarded {
  page: string
  kind: string
  /**
   * Character error rates, capped at 1. Where several reading orders are correct, the lesser of the ordered rate and
   * the rate in any order, for both readings.
   */
  ours: number
  plain: number
  /** Whether only the word order is worse than in the plain reading. */
  isOrderOnly: boolean
  cpuSeconds: number
  plainCpuSeconds: number
}

/** Allowed increase of a picture's error rate: 2 percentage points. */
const tolerance = 0.02

export function isWorse({ ours, plain }: Pick<Guarded, 'ours' | 'plain'>): boolean {
  return ours - plain > tolerance
}

export interface Attempts {
  ours: Attempt
  plain: Attempt
  /** Baseline for CPU: the plain reading, or the bare engine. */
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
