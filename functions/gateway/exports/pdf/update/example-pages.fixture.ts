import type { Rectangle } from '../readers.fixture.ts'
import type { ExampleObject } from './structure/structures.fixture.ts'

/** Black rectangles on a page, in the order in which they are read, in points: left, bottom, right, top. */
export interface ExamplePage {
  name: string
  marks: [Rectangle, Rectangle]
}

const across: [Rectangle, Rectangle] = [
  [70, 250, 130, 262],
  [160, 250, 220, 262],
]
const up: [Rectangle, Rectangle] = [
  [100, 80, 112, 180],
  [100, 220, 112, 330],
]
const [left, right] = across
const [low, high] = up

const draw = (marks: Rectangle[]) =>
  marks.map(([x, y, x2, y2]) => `${x} ${y} ${x2 - x} ${y2 - y} re f`).join('\n')
const stream = (text: string): ExampleObject => ({ entries: '', stream: text })

/** Pages that are written in all the ways that readers accept. */
export const examplePages: ExamplePage[] = [
  { name: 'with fonts of its own', marks: across },
  { name: 'turned to the right, with common resources', marks: up },
  { name: 'upside down, with common fonts', marks: [right, left] },
  { name: 'turned to the left by the tree, with inherited resources', marks: [high, low] },
  { name: 'without resources, whose content ends in another state', marks: across },
  { name: 'whose content is a list elsewhere, with units of 2 points', marks: across },
  {
    name: 'with a box of negative numbers, turned by -270°',
    marks: [
      [-50, -80, -38, -10],
      [-50, 10, -38, 70],
    ],
  },
]

/** Objects of a document of these pages. */
export function exampleObjects(): ExampleObject[] {
  const pages = [
    '/Parent 2 0 R/Resources<</Font<</F 20 0 R/F0 20 0 R>>/ProcSet[/PDF]>>/Contents 21 0 R',
    '/Parent 2 0 R/Rotate 90/Resources 11 0 R/Contents[22 0 R]',
    '/Parent 2 0 R/Rotate 180/Resources<</Font 12 0 R>>/Contents[21 0 R]',
    '/Parent 10 0 R/Contents 22 0 R',
    '/Parent 2 0 R/Contents[23 0 R 24 0 R]',
    '/Parent 2 0 R/UserUnit 2/Resources 11 0 R/Contents 13 0 R/Annots[]/Note (a \\) b % c)',
    '/Parent 2 0 R/MediaBox[20 -100 -120 100]/CropBox[-120 -100 20 100]/Rotate -270/Resources<<>>/Contents 25 0 R',
  ].map((entries) => `<</Type/Page ${entries}>>`)
  const [plain, turned, upsideDown, inherited, open, elsewhere, negative] = pages
  return [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 7/Kids[3 0 R 4 0 R 5 0 R 10 0 R 7 0 R 8 0 R 9 0 R]' +
      '/MediaBox[0 0 612 792]/CropBox 14 0 R>>',
    ...[plain, turned, upsideDown, inherited, open, elsewhere, negative].map((page) => page ?? ''),
    '<</Type/Pages/Parent 2 0 R/Count 1/Kids[6 0 R]/Rotate 270/Resources<</Font<<>>>>>>',
    '<</Font<</F#41 20 0 R>>>>',
    '<</F 20 0 R>>',
    '[21 0 R]',
    '[50 60 15 0 R 360]',
    '250',
    ...['null', 'null', 'null', 'null'],
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    stream(draw(across)),
    stream(draw(up)),
    stream('q q .5 0 0 .5 9 9 cm q 2 0 0 2 -18 -18 cm'),
    stream(`${draw(across)} 3 0 0 3 0 0 cm`),
    stream(draw(examplePages[6]?.marks ?? [])),
  ]
}
