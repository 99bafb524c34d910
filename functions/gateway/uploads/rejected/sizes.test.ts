import { bombPng, form, png, raw, twoPageTiff } from '../../gateway.fixture.ts'
import { bytes, pdf, testRejected, zeros } from './rejected.fixture.ts'

const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(zeros(500)) })

testRejected(413, 'too-large', [
  ['an image over the limit', () => raw(zeros(2001)), /2000/],
  [
    'an image over the limit that has the header of a PDF, too',
    () => form(['image', bytes(`\xff\xd8\xff\xfe\0\x07%PDF-${'x'.repeat(2000)}`)]),
    /images of at most 2000/,
  ],
  ['an endless body', () => raw(endless()), /2000/],
  ['a Content-Length over the limit', () => raw(zeros(1), { 'content-length': '2001' }), /2000/],
  [
    'a PDF over the limit',
    () => raw(bytes('%PDF-'.padEnd(2501)), { 'content-type': 'application/pdf' }),
    /2500/,
  ],
  [
    'a PDF over the limit in a form',
    () => form(['file', bytes('%PDF-'.padEnd(2501))]),
    /PDFs of at most 2500/,
  ],
  [
    'an image over the limit, declared as a PDF',
    () => raw(zeros(2001), { 'content-type': 'application/pdf' }),
    /images of at most 2000/,
  ],
  ['an image over the limit in a form', () => form(['image', zeros(2001)]), /2000/],
  [
    'images over the limit in total',
    () => form(['image', zeros(1600)], ['image', zeros(1600)]),
    /3000/,
  ],
])

testRejected(413, 'too-many-pages', [
  [
    'too many pages',
    () => form(['image', zeros(1)], ['image', zeros(1)], ['image', zeros(1)]),
    /2 files/,
  ],
  [
    'too many parts',
    () =>
      form(
        ...Array.from(
          { length: 99 },
          () => ['image', zeros(1)] as [string, Uint8Array<ArrayBuffer>],
        ),
      ),
    /2 files/,
  ],
  ['a PDF of too many pages', () => raw(pdf([{}, {}, {}])), /2 pages.*got 3/],
  [
    'files of too many pages together',
    async () => form(['image', await twoPageTiff()], ['image', await png()]),
    /^File 2: .*2 pages.*got 3/,
  ],
])

testRejected(413, 'too-many-pixels', [
  ['too many pixels', () => raw(bombPng(10_000, 10_001)), /10000 × 10001/],
  ['too long a side', () => raw(bombPng(30_001, 5)), /30000 px a side/],
])
