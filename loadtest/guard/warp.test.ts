import sharp from 'sharp'
import { expect, test } from 'vitest'
import { warp } from './warp.ts'

/** Red, green, blue and yellow quarters. */
async function quarters(): Promise<Buffer> {
  const quarter = async (left: number, top: number, background: string) => ({
    input: await sharp({ create: { width: 50, height: 50, channels: 3, background } })
      .png()
      .toBuffer(),
    ...{ left, top },
  })
  return sharp({ create: { width: 100, height: 100, channels: 3, background: '#fff' } })
    .composite(
      await Promise.all([
        ...[quarter(0, 0, '#f00'), quarter(50, 0, '#0f0')],
        ...[quarter(0, 50, '#00f'), quarter(50, 50, '#ff0')],
      ]),
    )
    .png()
    .toBuffer()
}

test.each([
  ['untilted', [0]],
  ['with sides that are not parallel', [100, -60, 40]],
])('each part of a page %s keeps its side', async (_, offsets) => {
  let turn = 0
  const { data, info } = await warp(
    await quarters(),
    0.1,
    () => offsets[turn++ % offsets.length] ?? 0,
  )

  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ]
  expect(info).toEqual({ width: 108, height: 108, channels: 3 })
  expect(at(34, 34)).toEqual([255, 0, 0])
  expect(at(74, 34)).toEqual([0, 255, 0])
  expect(at(34, 74)).toEqual([0, 0, 255])
  expect(at(74, 74)).toEqual([255, 255, 0])
  expect(at(0, 0)).toEqual([52, 52, 52])
})
