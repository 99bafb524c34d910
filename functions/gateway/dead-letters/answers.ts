import type { StoredDeadLetter } from '../../shared/store/recovery.ts'
import type { DeadLetter } from '../../shared/system-api.ts'

export function toDeadLetter({
  attributes: _,
  at,
  redrivenAt,
  ...letter
}: StoredDeadLetter): DeadLetter {
  return { ...letter, at: at.toISOString(), redrivenAt: redrivenAt?.toISOString() ?? null }
}
