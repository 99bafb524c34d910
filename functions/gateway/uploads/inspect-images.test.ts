import pLimit from 'p-limit'
import { expect, test } from 'vitest'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { settings } from '../../shared/settings/env.ts'
import { inMemory } from '../../shared/store/originals.ts'
import { createInspectImages } from './inspect-images.ts'

test('a copy without password is buffered before the next PDF is opened', async () => {
  const limitPdfs = pLimit(1)
  const inspectImages = createInspectImages(settings.parse({}), limitPdfs)
  const opening: number[] = []

  await inspectImages([inMemory(pdfOf([{}], 'secret'))], {
    password: 'secret',
    async receive() {
      opening.push(limitPdfs.activeCount)
      return inMemory(new Uint8Array())
    },
    gone: new AbortController().signal,
  })

  expect(opening).toEqual([1])
})
