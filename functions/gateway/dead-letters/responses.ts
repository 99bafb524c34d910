import type { DeadLetter } from '../../shared/http/system-api.ts'
import type { StoredDeadLetter } from '../../shared/store/recovery.ts'

export function toDeadLetter({
  attributes: _,
  at,
  redrivenAt,
  ...letter
}: StoredDeadLetter): DeadLetter {
  return { ...letter, at: at.toISOString(), redrivenAt: redrivenAt?.toISOString() ?? null }
}
