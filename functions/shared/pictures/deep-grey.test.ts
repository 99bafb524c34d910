import { expect, test } from 'vitest'
import { openPicture } from './picture.ts'
import { pixelFault } from './pixel-limits.ts'
import { tiffOfPixels } from './tiff.fixture.ts'

const limits = { MAX_PIXELS: 1e6, MAX_SIDE: 30_000 }
const formats = { uint: 1, int: 2, float: 3 }
const arrays = { uint: Uint32Array, int: Int32Array, float: Float32Array }

/** Grey TIFF of 8 × 8 px of 32 bits: these samples, and the last one again in all other pixels. */
function tiffOf(type: keyof typeof formats, first: number[]): Buffer<ArrayBuffer> {
  const samples = new arrays[type](64).fill(first.at(-1) ?? 0)
  samples.set(first)
  const options = { photometric: 1, bits: 32, format: formats[type] } as const
  return tiffOfPixels(Buffer.from(samples.buffer), options)
}

async function levelsOf(image: Uint8Array): Promise<number[]> {
  const { picture } = await openPicture(image, limits)
  return [...(await picture.toColourspace('b-w').raw().toBuffer()).subarray(0, 3)]
}

test.each<[string, keyof typeof formats, number[], number[]]>([
  ['floats from 0 to 1', 'float', [0, 0.5, 1], [0, 128, 255]],
  ['floats between 0 and 1', 'float', [0.2, 0.4, 0.8], [51, 102, 204]],
  ['floats from 0 to 255', 'float', [0, 51, 255], [0, 51, 255]],
  ['negative floats', 'float', [-1000, 0, 1000], [0, 128, 255]],
  ['equal floats', 'float', [7, 7, 7], [255, 255, 255]],
  ['unsigned integers', 'uint', [0, 2 ** 31, 2 ** 32 - 1], [0, 128, 255]],
  ['unsigned integers of which few bits are used', 'uint', [0, 1, 5], [0, 51, 255]],
  ['signed integers', 'int', [-(2 ** 31), 0, 2 ** 31 - 1], [0, 128, 255]],
])('a TIFF of %s of 32 bits is grey', async (_, type, samples, levels) => {
  expect(await levelsOf(tiffOf(type, samples))).toEqual(levels)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a TIFF with a sample of %d is refused',
  async (sample) => {
    const image = tiffOf('float', [0, sample, 1])

    await expect(openPicture(image, limits)).rejects.toThrow('Expected samples that are numbers')
  },
)

test('the memory of grey of 32 bits is limited, as it is scaled as a whole', () => {
  const header = {
    format: 'tiff',
    width: 7000,
    height: 7000,
    channels: 1,
    isProgressive: false,
  } as const
  const large = { MAX_PIXELS: 200_000_000, MAX_SIDE: 30_000 }
  const image = tiffOf('float', [0, 1])

  expect(pixelFault({ ...header, depth: 'uchar' }, image, large)).toBeNull()
  expect(pixelFault({ ...header, depth: 'float' }, image, large)).toMatch('memory')
})
