import { expect, test } from 'vitest'
import { createRefusals } from '../uploads/refusals.ts'
import { createSubmission } from './submission.ts'

const gif = (name: string, bytes = 10) =>
  new File([new Uint8Array(Buffer.alloc(bytes, 'GIF89a'))], name)
const limits = {
  ...{ imageBytes: 20, pdfBytes: 100, pages: 3, uploadBytes: 50 },
  ...{ documentPages: 10, pixels: 1, side: 1 },
}

function setUp({ isJoined = false } = {}) {
  const sent: string[][][] = []
  const shown: number[] = []
  const refusals = createRefusals()
  const submission = createSubmission({
    ...{ limits: () => limits, refusals, newKey: () => '' },
    showList: () => shown.push(sent.length),
    send: (documents) => sent.push(documents.map((files) => files.map(({ name }) => name))),
  })
  submission.isJoined.value = isJoined
  const add = (...files: File[]) => submission.add(files.map((file) => ({ path: file.name, file })))
  return { submission, refusals, sent, shown, add }
}

test('each file is a document, in the order of names', async () => {
  const { add, sent } = setUp()

  await add(gif('scan 10'), gif('scan 9'))

  expect(sent).toEqual([[['scan 9'], ['scan 10']]])
})

test('files that cannot be read are refused, and the others are sent', async () => {
  const { add, sent, refusals } = setUp()

  await add(
    gif('a'),
    new File(['Dear Sir'], 'letter.txt'),
    new File([], 'none.png'),
    gif('big', 21),
  )

  expect(sent).toEqual([[['a']]])
  expect(refusals.summary.value).toBe(
    '3 files were not taken: 1 too large, 1 no picture or PDF, 1 empty',
  )
})

test('the list is shown before files are sent, and when none is sent', async () => {
  const { add, sent, shown } = setUp()

  await add(gif('a'))
  await add(new File([], 'empty'))
  await add()

  expect(sent).toHaveLength(1)
  expect(shown).toEqual([0, 1])
})

test('photos are one document when the last one was taken', async () => {
  const { submission, sent } = setUp({ isJoined: true })
  const take = (name: string) =>
    submission.add([{ path: name, file: gif(name) }], { mayFollow: true })

  await take('2')
  await take('1')
  const before = [...sent]
  const asked = submission.question.value
  submission.answer('joined')

  expect(before).toEqual([])
  expect(asked).toMatchObject({ mayFollow: true, missed: [], documents: [{ length: 2 }] })
  expect(sent).toEqual([[['2', '1']]])
})

test('a photo that is a document of its own is sent at once', async () => {
  const { submission, sent } = setUp()

  await submission.add([{ path: 'a', file: gif('a') }], { mayFollow: true })

  expect(sent).toEqual([[['a']]])
})

test('joined files are one document', async () => {
  const { add, sent, submission } = setUp({ isJoined: true })

  await add(gif('2'), gif('10'), gif('1'))

  expect(sent).toEqual([[['1', '2', '10']]])
  expect(submission.question.value).toBeNull()
})

test.each([
  ['joined', [[['1', '2', '3'], ['4']]]],
  ['single', [[['1'], ['2'], ['3'], ['4']]]],
  ['none', []],
] as const)('too many files for one document are asked about: %s', async (choice, expected) => {
  const { add, sent, submission } = setUp({ isJoined: true })

  await add(gif('1'), gif('2'), gif('3'), gif('4'))
  const before = sent.length
  submission.answer(choice)

  expect(before).toBe(0)
  expect(sent).toEqual(expected)
  expect(submission.question.value).toBeNull()
})

test('a page that cannot be read is asked about, what is no picture is not', async () => {
  const { add, sent, submission } = setUp({ isJoined: true })

  await add(gif('1'), new File(['Dear Sir'], 'letter.txt'), gif('2'))
  await add(gif('3'), new File([], '4'), gif('5'))

  expect(sent).toEqual([[['1', '2']]])
  expect(submission.question.value?.missed.map(({ path }) => path)).toEqual(['4'])
})

test('files added before the answer are asked about together', async () => {
  const { add, sent, submission } = setUp({ isJoined: true })

  await add(gif('1'), new File([], '2'))
  await add(gif('3'), gif('4'))
  submission.answer('joined')

  expect(sent).toEqual([[['1', '3', '4']]])
})

test('so is a single file', async () => {
  const { add, sent, submission } = setUp({ isJoined: true })

  await add(gif('1'), new File([], '2'))
  await add(gif('3'))
  const before = sent.length
  submission.answer('joined')

  expect([before, sent]).toEqual([0, [[['1', '3']]]])
})
