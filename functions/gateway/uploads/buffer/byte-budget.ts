/** Memory budget shared by the images of all uploads, and the pictures of all exports. */
export interface ByteBudget {
  /** False, without effect, if fewer bytes are left. */
  reserve(bytes: number): boolean
  release(bytes: number): void
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let reserved = 0
  return {
    reserve: (bytes) => {
      const fits = reserved + bytes <= maxBytes
      if (fits) reserved += bytes
      return fits
    },
    release: (bytes) => {
      reserved -= bytes
    },
  }
}
