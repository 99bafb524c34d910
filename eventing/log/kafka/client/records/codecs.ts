import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import kafkajs, { CompressionTypes } from 'kafkajs'
import { decompress as decompressLz4 } from 'lz4js'
import { uncompress as decompressSnappy } from 'snappyjs'

/** Registers decompression for records of other programs. Our own are pictures and are not compressed. */
export function registerCodecs(): void {
  register(CompressionTypes.Snappy, async (data) => fromSnappy(data))
  register(CompressionTypes.LZ4, async (data) => Buffer.from(decompressLz4(data)))
  register(CompressionTypes.ZSTD, promisify(zstdDecompress))
}

// Not a named export: Node does not detect it in this CommonJS package.
const { CompressionCodecs } = kafkajs
type Type = keyof typeof CompressionCodecs

function register(type: Type, decompress: (data: Buffer) => Promise<Buffer>): void {
  const compress = () => Promise.reject(new Error('Compression is not supported'))
  CompressionCodecs[type] = () => ({ compress, decompress })
}

/**
 * Java clients write Snappy in length-prefixed blocks; others write a single bare block.
 *
 *   82 'SNAPPY' 00 │ version, 4 bytes │ compatible with, 4 bytes │ length, 4 bytes │ block │ length │ block …
 *
 * https://github.com/xerial/snappy-java/blob/v1.1.10.7/src/main/java/org/xerial/snappy/SnappyCodec.java
 */
export function fromSnappy(data: Buffer): Buffer {
  const isInBlocks = data.subarray(0, magic.length).equals(magic)
  if (!isInBlocks) return decompressSnappy(data)
  const blocks: Buffer[] = []
  for (let at = headerBytes; at < data.length; ) {
    const end = at + 4 + data.readUInt32BE(at)
    blocks.push(decompressSnappy(data.subarray(at + 4, end)))
    at = end
  }
  return Buffer.concat(blocks)
}

const magic = Buffer.from('\x82SNAPPY\0', 'latin1')
const headerBytes = magic.length + 8
