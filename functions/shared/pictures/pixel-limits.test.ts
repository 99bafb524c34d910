import { expect, test } from 'vitest'
import { maxDecodedPixels, type PictureHeader, pixelFault } from './pixel-limits.ts'

const limits = { MAX_PIXELS: 200_000_000, MAX_SIDE: 30_000 }
const rgb = { channels: 3, depth: 'uchar', isProgressive: false } as const
const jpeg = { ...rgb, format: 'jpeg', chromaSubsampling: '4:2:0' } as const
const png = { ...rgb, format: 'png' } as const
const progressive = { ...jpeg, isProgressive: true }
const interlaced = { ...png, isProgressive: true }
const fullChroma = { chromaSubsampling: '4:4:4' }
const grey = { channels: 1 } as const
const deep = { channels: 4, depth: 'ushort' } as const
const cmyk = { channels: 4, chromaSubsampling: '4:4:4:4' } as const
const noImage = new Uint8Array()

type Kind = Omit<PictureHeader, 'width' | 'height'>
const sized = (kind: Kind, [width, height]: [number, number]): PictureHeader => ({
  ...{ ...kind, width, height },
})

test.each<[string, Kind, [number, number]]>([
  ['baseline JPEG of 200 million px', jpeg, [20_000, 10_000]],
  ['baseline JPEG in CMYK, of maximum width', { ...jpeg, ...cmyk }, [30_000, 6666]],
  ['PNG of 100 million px', png, [10_000, 10_000]],
  ['PNG of maximum width', { ...png, channels: 4 }, [30_000, 3333]],
  ['16-bit PNG of 100 million px', { ...png, ...deep }, [10_000, 10_000]],
  ['progressive JPEG of a 48-megapixel camera', progressive, [8064, 6048]],
  ['grey progressive JPEG', { ...progressive, ...fullChroma, ...grey }, [9000, 9000]],
  ['progressive JPEG in full colour', { ...progressive, ...fullChroma }, [6000, 4500]],
  ['interlaced PNG of a 48-megapixel camera', interlaced, [8064, 6048]],
  ['GIF', { ...rgb, format: 'gif' }, [6400, 6200]],
  ['WebP', { ...rgb, format: 'webp' }, [6400, 6200]],
  ['AVIF', { ...rgb, format: 'heif' }, [4000, 3000]],
])('%s is decoded', (_, kind, size) => {
  expect(pixelFault(sized(kind, size), noImage, limits)).toBeNull()
})

test.each<[string, Kind, [number, number], RegExp]>([
  ['baseline JPEG of more than 200 million px', jpeg, [20_000, 10_001], /200000000 pixels, got/],
  ['PNG of more than 100 million px', png, [10_000, 10_001], /100000000 pixels, got 10000 × 10001/],
  ['a longer side', png, [30_001, 1], /30000 px a side, got 30001 × 1/],
  ['a longer side, upright', jpeg, [1, 30_001], /30000 px a side/],
  ['PNG with too long rows', { ...png, ...deep }, [30_000, 3000], /memory/],
  ['progressive JPEG', progressive, [9000, 7000], /memory/],
  ['progressive JPEG in full colour', { ...progressive, ...fullChroma }, [7000, 5000], /memory/],
  ['progressive JPEG in CMYK', { ...progressive, ...cmyk }, [5000, 5000], /memory/],
  ['interlaced PNG', interlaced, [9000, 7000], /memory/],
  ['16-bit interlaced PNG', { ...interlaced, ...deep }, [5000, 5000], /memory/],
  ['GIF', { ...rgb, format: 'gif' }, [7000, 7000], /memory/],
  ['WebP', { ...rgb, format: 'webp' }, [7000, 7000], /memory/],
  ['AVIF', { ...rgb, format: 'heif' }, [5000, 3000], /memory/],
  ['AVIF of 12 bits', { ...rgb, ...deep, format: 'heif' }, [4000, 3000], /memory/],
  ['TIFF of an unknown layout', { ...rgb, format: 'tiff' }, [9000, 7000], /memory/],
])('%s is rejected', (_, kind, size, message) => {
  expect(pixelFault(sized(kind, size), noImage, limits)).toMatch(message)
})

test('a lower MAX_PIXELS applies to each kind', () => {
  const few = { ...limits, MAX_PIXELS: 1_000_000 }

  for (const kind of [jpeg, png, progressive]) {
    expect(pixelFault(sized(kind, [1000, 1000]), noImage, few)).toBeNull()
    expect(pixelFault(sized(kind, [1000, 1001]), noImage, few)).toMatch(/1000000 pixels/)
  }
})

test.each<[string, Kind, [number, number], number]>([
  ['JPEG', jpeg, [20_000, 10_000], 50_000_000],
  ['PNG', png, [10_000, 10_000], 50_000_000],
  ['WebP that fits in memory unscaled', { ...rgb, format: 'webp' }, [5000, 5000], 25_000_000],
  ['WebP that is to be scaled down', { ...rgb, format: 'webp' }, [8000, 5000], 10_000_000],
])('maximum pixels of a %s after decoding', (_, kind, size, pixels) => {
  expect(maxDecodedPixels(sized(kind, size))).toBe(pixels)
})
