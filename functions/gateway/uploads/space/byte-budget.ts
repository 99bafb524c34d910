/** Memory that the images of all uploads share. */
export interface ByteBudget {
  /** False, and nothing is taken, where too few bytes are left. */
  take(bytes: number): boolean
  giveBack(bytes: number): void
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let taken = 0
  return {
    take: (bytes) => {
      const hasRoom = taken + bytes <= maxBytes
      if (hasRoom) taken += bytes
      return hasRoom
    },
    giveBack: (bytes) => {
      taken -= bytes
    },
  }
}
