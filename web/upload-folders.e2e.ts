import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createClient, until } from '../loadtest/system/glyphflow.ts'
import { hasChromium, ownPage, violationsOf } from './own-page.fixture.ts'
import { gifs, holdUploads, picker, refusals, sample } from './uploads.fixture.ts'

const { at, url, visit } = ownPage()

const documents = async () => (await createClient(url()).list('limit=200')).documents
const namesOf = async (before: number) =>
  (await documents()).slice(0, -before || undefined).map(({ filename }) => filename)

/** A folder as scanners and people leave it. */
async function makeFolder(name: string): Promise<string> {
  const folder = at(name)
  const files = {
    'page 10.jpg': await readFile(sample('label-jam.jpg')),
    'page 9.png': await readFile(sample('card-surveyor.png')),
    'more/page 11.jpg': await readFile(sample('card-clockmaker.jpg')),
    'notes.txt': Buffer.from('Dear Sir'),
    'empty.png': Buffer.alloc(0),
    '.thumbnail.png': await readFile(sample('card-surveyor.png')),
  }
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return folder
}

test.skipIf(!hasChromium)(
  'of a folder the pictures are read, and what is left out is named before',
  async () => {
    const folder = await makeFolder('scans')
    const before = (await documents()).length
    const { page, consoleErrors } = await visit()
    const held = await holdUploads(page)

    await page.locator('input[webkitdirectory]').setInputFiles(folder)
    const line = refusals(page).getByText('3 files were not taken: 1 hidden, 1 empty, 1 no picture')
    await line.waitFor()
    await until(async () => held.length === 3)
    await line.click()
    const texts = await refusals(page).getByRole('listitem').allTextContents()
    const violations = await violationsOf(page)
    await Promise.all(held.map((route) => route.continue()))
    await page.getByRole('region', { name: 'Progress' }).getByText('3 pictures read in').waitFor()

    expect(texts.map((text) => text.split('.')[0])).toEqual([
      'scans/',
      'scans/empty',
      'scans/notes',
    ])
    expect(violations).toEqual([])
    expect((await namesOf(before)).toSorted()).toEqual(['page 10.jpg', 'page 11.jpg', 'page 9.png'])
    await refusals(page).getByRole('button', { name: 'Dismiss' }).click()
    await refusals(page).waitFor({ state: 'detached' })
    expect(consoleErrors).toEqual([])
    await page.close()
  },
)

test.skipIf(!hasChromium)(
  'a dropped folder is one document, its pages in the natural order of their names',
  async () => {
    const folder = await makeFolder('letter')
    const { page } = await visit()
    const browser = await page.context().newCDPSession(page)
    const drop = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      browser.send('Input.dispatchDragEvent', {
        ...{ type, x: 400, y: 400 },
        data: { items: [], files: [folder], dragOperationsMask: 1 },
      })

    await page.getByRole('switch', { name: 'All in one document' }).check()
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drop(type)
    const question = page.getByRole('region', { name: 'One document' })
    await question.getByText('Files that cannot be pages: letter/empty.png (empty).').waitFor()
    const violations = await violationsOf(page)
    await question.getByRole('button', { name: 'Make 1 document' }).click()

    await until(async () => (await documents())[0]?.pageCount === 3)
    const [document] = await documents()
    await until(
      async () => (await createClient(url()).document(document?.id ?? '')).finishedAt !== null,
    )
    const { pages } = await createClient(url()).document(document?.id ?? '')
    expect(violations).toEqual([])
    expect(
      pages.map(({ text }) => /clocks|surveyor|damson/i.exec(text ?? '')?.[0].toLowerCase()),
    ).toEqual(['clocks', 'surveyor', 'damson'])
    await page.close()
  },
)

test.skipIf(!hasChromium)('too many files for one document are asked about before', async () => {
  const before = (await documents()).length
  const { page } = await visit()
  const held = await holdUploads(page)

  await page.getByRole('switch', { name: 'All in one document' }).check()
  await picker(page).setInputFiles(gifs(53))
  const question = page.getByRole('region', { name: 'One document' })
  await question
    .getByText('A document has at most 50 files and 200 MB: these 53 files make 2.')
    .waitFor()
  const sentBefore = held.length
  await question.getByRole('button', { name: 'Make 2 documents' }).click()
  await until(async () => held.length === 2)
  await Promise.all(held.map((route) => route.continue()))

  await until(async () => (await documents()).length === before + 2)
  const counts = (await documents()).slice(0, 2).map(({ pageCount }) => pageCount)
  expect(sentBefore).toBe(0)
  expect(counts.toSorted()).toEqual([3, 50])
  await page.close()
})
