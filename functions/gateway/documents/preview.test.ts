import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { animatedGif, bombPng, jpeg, png } from '../gateway.fixture.ts'
import { openUploaded } from './uploaded-page.fixture.ts'

describe('a preview', () => {
  const preview = async (image: Uint8Array<ArrayBuffer>, width: 320 | 1600) => {
    const { request, page } = await openUploaded(image)
    const response = await request(`${page}/preview?width=${width}`)
    expect(response.headers.get('content-type')).toBe('image/webp')
    return sharp(await response.arrayBuffer()).metadata()
  }

  test.each([320, 1600] as const)('is %i px wide', async (width) => {
    expect(await preview(await png('#fff', 2000), width)).toMatchObject({ format: 'webp', width })
  })

  test('is not enlarged', async () => {
    expect(await preview(await png(), 1600)).toMatchObject({ width: 40, height: 20 })
  })

  test('is upright', async () => {
    expect(await preview(await jpeg(6), 320)).toMatchObject({ width: 20, height: 40 })
  })

  test.each([
    ['90', [20, 40], 'right'],
    ['180', [40, 20], 'bottom'],
    ['270', [20, 40], 'left'],
  ] as const)(
    'turned by %s has its upper side elsewhere',
    async (rotate, [width, height], side) => {
      const bar = { create: { width: 40, height: 4, channels: 3, background: '#000' } } as const
      const image = await sharp(await png())
        .composite([{ input: bar, top: 0, left: 0 }])
        .png()
        .toBuffer()
      const { request, page } = await openUploaded(new Uint8Array(image))

      const response = await request(`${page}/preview?rotate=${rotate}`)
      const upright = await request(`${page}/preview`)

      const turned = sharp(await response.arrayBuffer())
      expect(await turned.metadata()).toMatchObject({ width, height })
      const edges = {
        ...{ bottom: { left: 0, top: height - 2, width, height: 2 } },
        ...{ left: { left: 0, top: 0, width: 2, height } },
        ...{ right: { left: width - 2, top: 0, width: 2, height } },
      }
      const { channels } = await sharp(await turned.extract(edges[side]).toBuffer()).stats()
      expect(channels[0]?.mean).toBeLessThan(60)
      expect(response.headers.get('etag')).not.toBe(upright.headers.get('etag'))
    },
  )

  test('turned by another angle is a 400', async () => {
    const { request, page } = await openUploaded(await png())

    const response = await request(`${page}/preview?rotate=45`)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/rotate.*90/) })
  })

  test('has a white background, as in recognition', async () => {
    const clear = sharp({ create: { width: 9, height: 9, channels: 4, background: '#0000' } })
    const { request, page } = await openUploaded(new Uint8Array(await clear.png().toBuffer()))

    const response = await request(`${page}/preview`)

    const { channels } = await sharp(await response.arrayBuffer()).stats()
    expect(channels.map(({ min }) => min)).toEqual([255, 255, 255])
  })

  test('shows the first frame', async () => {
    const { pages } = await preview(await animatedGif(), 320)

    expect(pages ?? 1).toBe(1)
  })

  test('of a corrupt image is a 422', async () => {
    const { request, page } = await openUploaded(bombPng(300, 300))

    const response = await request(`${page}/preview`)

    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'unreadable-image' })
  })
})
