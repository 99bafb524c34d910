import { expect, test } from 'vitest'
import { bombs } from '../../shared/pdf/bombs.fixture.ts'
import { pdfMediaType } from '../../shared/pdf/media-type.ts'
import type { StoredOriginal } from '../../shared/store/values/stored.ts'
import { createRenderPdf } from './render-pdf.ts'

const options = { width: 320, gone: new AbortController().signal }

function originalOf(pdf: Buffer, read: StoredOriginal['read']): StoredOriginal {
  return { mediaType: pdfMediaType, bytes: pdf.length, digest: 'a', originalPage: 1, read }
}

test('a page that takes too long is not rendered again for a while', async () => {
  const bomb = bombs['a pattern of tiny tiles']?.() ?? expect.fail('Expected a bomb')
  let opened = 0
  const original = originalOf(bomb, async function* () {
    opened += 1
    yield bomb
  })
  const renderPdf = createRenderPdf({ answerMs: 1000 })

  const outcomes = [
    await renderPdf(original, options).catch(({ fault }) => fault),
    await renderPdf(original, options).catch(({ fault }) => fault),
  ]

  expect(outcomes).toEqual(['time', 'time'])
  expect(opened).toBe(1)
})

test('pages wait in a queue of limited length', async () => {
  const read = Promise.withResolvers<void>()
  const original = originalOf(Buffer.alloc(1000), async function* () {
    await read.promise
    yield Buffer.alloc(1000)
  })
  const renderPdf = createRenderPdf()
  const gone = new AbortController()
  const waiting = Array.from({ length: 501 }, () =>
    renderPdf(original, { width: 320, gone: gone.signal }),
  )
  const settled = Promise.allSettled(waiting)

  const refused = renderPdf(original, options)

  await expect(refused).rejects.toMatchObject({ status: 503, code: 'too-many-previews' })
  gone.abort()
  read.resolve()
  const outcomes = await settled
  expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(501).fill('rejected'))
})
