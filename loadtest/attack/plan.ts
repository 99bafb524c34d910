import type { PodKind } from './targets.ts'

export const attackNames = ['node', 'pod', 'cpu', 'drain'] as const
export type AttackName = (typeof attackNames)[number]

/** One attack; those on pods have a kind. */
export type PlannedAttack = { name: 'node' | 'drain' } | { name: 'pod' | 'cpu'; kind: PodKind }

/** Attacks in the order of their names, and of the kinds of pods. */
export function planAttacks(names: AttackName[], kinds: PodKind[]): PlannedAttack[] {
  return names.flatMap((name): PlannedAttack[] =>
    name === 'pod' || name === 'cpu' ? kinds.map((kind) => ({ name, kind })) : [{ name }],
  )
}
