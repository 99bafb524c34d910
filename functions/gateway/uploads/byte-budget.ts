import { Problem } from '../../shared/problem.ts'

/** Takes bytes of the budget; throws a 503 problem when too few are left. */
export type TakeBytes = (bytes: number) => void

export interface ByteBudget {
  /** Runs `use`, and gives back what it took when it ends. */
  hold<T>(use: (take: TakeBytes) => Promise<T>): Promise<T>
}

/** What all uploads may have in memory together. */
export function createByteBudget(maxBytes: number): ByteBudget {
  let taken = 0
  return {
    hold: async (use) => {
      let held = 0
      try {
        return await use((bytes) => {
          if (taken + bytes > maxBytes) {
            throw new Problem(503, 'too-many-uploads', 'Too much is being uploaded at the moment', {
              'retry-after': '2',
            })
          }
          taken += bytes
          held += bytes
        })
      } finally {
        taken -= held
      }
    },
  }
}
