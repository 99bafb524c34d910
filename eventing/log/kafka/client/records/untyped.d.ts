/** Types of the functions used from untyped packages. */
declare module 'lz4js' {
  export function decompress(frame: Uint8Array): Uint8Array
}

declare module 'snappyjs' {
  export function compress(data: Buffer): Buffer
  export function uncompress(block: Buffer): Buffer
}
