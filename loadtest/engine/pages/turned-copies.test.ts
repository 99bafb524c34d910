import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { turned } from './turned-copies.ts'

/** 724 × 1175 px as stored, sideways. */
const postcard = join(import.meta.dirname, '../../samples/postcard.jpg')

test.each([
  [0, 1175, 724],
  [90, 724, 1175],
  [180, 1175, 724],
  [270, 724, 1175],
])('a copy turned by %i° is stored with %i × %i px', async (angle, width, height) => {
  const { orientation = 1, ...stored } = await sharp(await turned(postcard, angle)).metadata()

  expect(stored).toMatchObject({ format: 'png', width, height })
  expect(orientation).toBe(1)
})

test('a slightly turned copy has white corners', async () => {
  const picture = sharp(await turned(postcard, 10)).toColourspace('b-w')

  const { data } = await picture.raw().toBuffer({ resolveWithObject: true })

  expect(data[0]).toBe(255)
})

test('the resolution is kept', async () => {
  const dense = await sharp(postcard).withMetadata({ density: 300 }).png().toBuffer()
  const { density } = await sharp(await turned(dense, 5)).metadata()

  expect(density).toBeCloseTo(300, 0)
})
