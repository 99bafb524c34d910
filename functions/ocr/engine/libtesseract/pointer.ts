/** An address that C code gave, only to be given back to it. */
export type Pointer = bigint
