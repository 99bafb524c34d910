import { expect, test } from 'vitest'
import { openRead } from './read-page.fixture.ts'

test('a correction answers with the page as GET shows it, and what was read stays', async () => {
  const { correct, get } = await openRead()
  const before = await get()

  const response = await correct([
    { index: 0, was: 'teh', text: 'the' },
    { index: 1, was: 'harbonr', text: 'harbour master’s' },
    { index: 2, was: 'office', text: '' },
  ])

  expect(response.status).toBe(200)
  const page = await get()
  expect(await response.json()).toEqual(page)
  expect(page).toMatchObject({
    text: 'the harbour master’s\n',
    words: [
      { text: 'the', confidence: 100, corrected: true, box: [0, 1, 9, 12] },
      { text: 'harbour master’s', corrected: true },
      { text: '', corrected: true },
    ],
  })
  expect(Date.parse(page.correctedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
  expect(await get('?reading=recognized')).toEqual({ ...before, correctedAt: page.correctedAt })
  expect(before.correctedAt).toBeNull()
})

test('a format that Accept asks for has the recognized text on request, too', async () => {
  const { correct, request, id } = await openRead()
  await correct([{ index: 0, was: 'teh', text: 'the' }])
  const textOf = async (query: string) => {
    const headers = { accept: 'text/plain' }
    return (await request(`/v1/documents/${id}${query}`, { headers })).text()
  }

  expect(await textOf('')).toMatch(/^the /)
  expect(await textOf('?reading=recognized')).toMatch(/^teh /)
  expect(await textOf('?reading=recognised')).toContain('invalid-request')
})

test('every export has the corrected text, and on request the recognized one', async () => {
  const { correct, request, id } = await openRead()
  await correct([
    { index: 0, was: 'teh', text: 'the' },
    { index: 2, was: 'office', text: '' },
  ])
  const formats = ['text', 'words.json', 'hocr', 'alto']

  const texts = await Promise.all(
    ['', '?reading=recognized'].map((query) =>
      Promise.all(
        formats.map(async (format) =>
          (await request(`/v1/documents/${id}/${format}${query}`)).text(),
        ),
      ),
    ),
  )

  const [corrected, recognized] = texts
  for (const text of corrected ?? []) {
    expect(text).toMatch(/\bthe\b/)
    expect(text).not.toMatch(/\bteh\b|\boffice\b/)
  }
  for (const text of recognized ?? []) {
    expect(text).toMatch(/\bteh\b.*\boffice\b/s)
    expect(text).not.toMatch(/\bthe\b/)
  }
  expect(corrected?.[2]).toContain('x_wconf 100">the</span>')
  expect(corrected?.[2]?.match(/ocrx_word"/g)).toHaveLength(2)
  expect(corrected?.[3]).toContain('WC="1.000" CS="true" CONTENT="the"')
  expect(corrected?.[3]?.match(/<String/g)).toHaveLength(2)
})

test('the document, the list and searches have the corrected text', async () => {
  const { correct, request, id } = await openRead()
  await correct([{ index: 1, was: 'harbonr', text: 'harbour' }])
  const answers = [`/${id}`, '', '?q=harbour', '?q=harbonr'].map(async (path) =>
    (await request(`/v1/documents${path}`)).json(),
  )

  const pages = [{ text: 'teh harbour\noffice\n', correctedAt: expect.any(String) }]
  expect(await Promise.all(answers)).toMatchObject([
    { pages },
    { documents: [{ pages }] },
    { documents: [{ pages, snippet: [{}, { text: 'harbour', hit: true }, {}] }] },
    { documents: [] },
  ])
})

test('a word that somebody else has corrected is a conflict, and a repetition is none', async () => {
  const { correct, get } = await openRead()
  const word = { index: 0, was: 'teh', text: 'the' }
  await correct([word])
  const page = await get()

  const repeated = await correct([word])
  const other = await correct([{ ...word, text: 'ten' }])
  const beyond = await correct([{ index: 3, was: '', text: 'more' }])

  expect(await repeated.json()).toEqual(page)
  for (const response of [other, beyond]) {
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ code: 'correction-conflict' })
  }
  expect(await get()).toEqual(page)
})

test('a page whose words grow too large, request by request, is refused', async () => {
  const words = Array.from({ length: 4500 }, () => 'a')
  const { correct } = await openRead(words.join(' '))
  const grow = (from: number) =>
    correct(
      words
        .slice(from, from + 1500)
        .map((was, place) => ({ index: from + place, was, text: 'x'.repeat(500) })),
    )

  const statuses = [await grow(0), await grow(1500), await grow(3000)].map(({ status }) => status)

  expect(statuses).toEqual([200, 200, 413])
})

test('a restoration answers with the page as it was read, any number of times', async () => {
  const { correct, restore, get } = await openRead()
  const before = await get()
  await correct([{ index: 0, was: 'teh', text: 'the' }])

  const responses = [await restore(), await restore()]

  for (const response of responses) {
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(before)
  }
  expect(await get('?reading=recognized')).toEqual(before)
})
