import { expect, test } from 'vitest'
import { pageSize } from './page-size.ts'
import type { PdfPicture } from './pictures/pdf-picture.ts'

const picture = (across: number | null, down = across, orientation = 1): PdfPicture => ({
  ...{ width: 0, height: 0, orientation, strips: [], isCmyk: false, profile: null },
  resolution: across === null ? null : { across, down: down ?? across },
})

test.each([
  ['a scan of 300 dpi', picture(300), [2550, 3300], [612, 792]],
  ['a standard fax', picture(204, 98), [1728, 1078], [609.88, 792]],
  [
    'a scan turned by EXIF, with another resolution down',
    picture(200, 100, 6),
    [1100, 1700],
    [792, 612],
  ],
  ['a photo of a phone', picture(72), [3024, 4032], [631.5, 842]],
  ['a screenshot of 96 dpi', picture(96), [800, 600], [600, 450]],
  ['a large screenshot', picture(null), [1920, 1080], [842, 473.63]],
  ['a small picture', picture(null), [40, 20], [30, 15]],
  ['a plan larger than readers show', picture(100), [30_000, 20_000], [842, 561.33]],
  ['a resolution of a lens', picture(20_000), [400, 300], [300, 225]],
  ['a picture that cannot be decoded', null, [400, 300], [300, 225]],
])('the page of %s', (_, of, [width = 0, height = 0], expected) => {
  const size = pageSize(of, width, height)

  expect([size.width, size.height].map((side) => Number(side.toFixed(2)))).toEqual(expected)
})
