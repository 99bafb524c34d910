import type { DeadLetter, StoredDeadLetter } from './recovery.ts'

/** As both databases select it. */
export type DeadLetterRow = Omit<DeadLetter, 'attributes' | 'at'> & {
  letter: number
  attributes: string
  at: number
  redrivenAt: number | null
}

export function toDeadLetter({ letter: _, ...row }: DeadLetterRow): StoredDeadLetter {
  return {
    ...row,
    attributes: JSON.parse(row.attributes),
    at: new Date(row.at),
    redrivenAt: row.redrivenAt === null ? null : new Date(row.redrivenAt),
  }
}
