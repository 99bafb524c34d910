/** Opaque address from C code. */
export type Pointer = bigint
