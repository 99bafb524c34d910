import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SamplesAccepted } from '../../shared/http/api.ts'
import { openGateway, temporaryFolder, twoPageTiff } from '../gateway.fixture.ts'

test('each page of a sample is sent', async () => {
  const samplesDir = temporaryFolder()
  writeFileSync(join(samplesDir, 'a.tiff'), await twoPageTiff())
  const { request, sent } = openGateway({ samplesDir })

  const response = await request('/v1/samples', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"count":1}',
  })

  const { documents } = SamplesAccepted.parse(await response.json())
  await expect
    .poll(() => sent.map(({ id }) => id).toSorted())
    .toEqual([1, 2].map((page) => `${documents[0]}.${page}.1`))
})
