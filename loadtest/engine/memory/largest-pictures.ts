import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'

const sample = fileURLToPath(new URL('../../samples/minutes-residents.jpg', import.meta.url))

type Size = [width: number, height: number]

/**
 * Large pictures of one page, by name: typical camera and scanner output, and about the largest allowed of each kind.
 */
const pictures: Record<string, () => Promise<Sharp>> = {
  'photo-12mp.jpg': async () => (await photo([3024, 4032])).jpeg({ quality: 90 }),
  'photo-48mp.jpg': async () => (await photo([6048, 8064])).jpeg({ quality: 90 }),
  'photo-48mp-turned.jpg': async () =>
    (await photo([6048, 8064])).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }),
  'photo-200mp.jpg': async () => (await photo([12_247, 16_330])).jpeg({ quality: 75 }),
  'progressive.jpg': async () =>
    (await photo([6400, 8500])).jpeg({ quality: 90, progressive: true }),
  'rows.png': () => page([8660, 11_540], 3),
  'rows-16bit.png': async () => (await page([7000, 9330], 4)).toColourspace('rgb16').png(),
  'rows-wide.png': () => page([30_000, 3333], 4),
  'interlaced.png': async () => (await page([6300, 8400], 3)).png({ progressive: true }),
  '30mb.tif': async () => (await page([2760, 3800], 3)).tiff({ compression: 'none' }),
  'tiles.tif': async () =>
    (await page([8660, 11_540], 3)).tiff({
      ...{ tile: true, tileWidth: 256, tileHeight: 256, compression: 'deflate' },
    }),
  'lossless.webp': async () =>
    (await page([5500, 7200], 4)).webp({ lossless: true, effort: 0, quality: 50 }),
  'lossy.webp': async () => (await photo([5500, 7200])).webp({ effort: 0, quality: 75 }),
  'canvas.gif': async () => (await page([5600, 7100], 3)).gif({ effort: 1 }),
}

/** Writes all pictures into a folder; resolves with their paths. */
export async function makeLargestPictures(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for (const [name, make] of Object.entries(pictures)) {
    const path = join(folder, name)
    await (await make()).toFile(path)
    paths.push(path)
  }
  return paths
}

/** The page centred on white. */
async function page([width, height]: Size, channels: 3 | 4): Promise<Sharp> {
  const fitting = { width, height, fit: 'contain', background: '#fff' } as const
  const { data, info } = await sharp(sample)
    .toColourspace('srgb')
    .resize(fitting)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width, height, channels: info.channels }
  const picture = sharp(data, { raw, limitInputPixels: false })
  return (channels === 4 ? picture.ensureAlpha() : picture).png({ compressionLevel: 1 })
}

/** The page with camera noise. */
async function photo([width, height]: Size): Promise<Sharp> {
  const grain = await sharp({
    create: {
      ...{ width: 1000, height: 1000, channels: 3, background: '#fff' },
      noise: { type: 'gaussian', mean: 225, sigma: 8 },
    },
  })
    .png()
    .toBuffer()
  const paper = await (await page([width, height], 3)).toBuffer()
  return sharp(paper, { limitInputPixels: false }).composite([
    { input: grain, tile: true, blend: 'multiply' },
  ])
}
