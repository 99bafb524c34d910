import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { pdfOf } from '../../functions/shared/pdf/pdf.fixture.ts'
import { createClient } from '../system/glyphflow.ts'
import { formOf } from './forms.ts'
import { type Clone, cloneProject } from './fresh-clone.fixture.ts'
import { onePicture } from './measuring-forms.ts'
import { printedCommands } from './printed-commands.ts'

const samples = join(import.meta.dirname, '../samples')
const product = 'localhost:8080'
const forms = (await printedCommands()).map((printed) => ({ printed, ...formOf(printed) }))
const alone = forms.flatMap(({ printed, run, byHand }) => [
  ...(run && !run.includes(product) ? [{ name: printed, command: run, isLong: false }] : []),
  ...(byHand ? [{ name: `${printed}, by hand`, command: byHand, isLong: true }] : []),
])
/** Commands that fill the queue come last. */
const asked = forms
  .flatMap(({ run }) => (run?.includes(product) ? [run] : []))
  .toSorted((a, b) => Number(a.includes('/samples')) - Number(b.includes('/samples')))
const isAll = process.env.DOCS_COMMANDS === 'all'

let clone: Clone
beforeAll(async () => {
  clone = await cloneProject()
  await mkdir(clone.at(onePicture))
  await copyFile(join(samples, 'label-jam.jpg'), clone.at(`${onePicture}/label-jam.jpg`))
  await copyFile(join(samples, 'label-jam.txt'), clone.at(`${onePicture}/label-jam.txt`))
})
afterAll(() => clone.remove())

for (const { name, command, isLong } of alone) {
  test.runIf(isAll || !isLong)(name, { timeout: isLong ? 900_000 : 300_000 }, async () => {
    await clone.sh(command)
  })
}

test('commands against a running server work, with an additional language', async () => {
  // As without development tools.
  await rm(clone.at('node_modules/.glyphflow-dev'), { force: true })
  await clone.sh('npm install @tesseract.js-data/fra', { npm_config_prefer_offline: 'true' })
  const { url, stop } = await clone.start('OCR_LANGUAGES=eng,fra npm start', {
    ...{ PORT: '0', DATA_DIR: clone.at('data'), LOG_LEVEL: 'warn' },
    npm_config_prefer_offline: 'true',
  })
  onTestFinished(stop)
  const client = createClient(url)
  for (const name of ['scan.png', 'page-1.png', 'page-2.jpg']) {
    await copyFile(join(samples, 'label-jam.jpg'), clone.at(name))
  }
  await writeFile(clone.at('contract.pdf'), pdfOf([{ lines: ['a contract'] }], 'secret'))
  await writeFile(clone.at('report.pdf'), pdfOf([{ lines: ['a report'] }]))
  await writeFile(clone.at('.curlrc'), 'silent\nshow-error\nfail-with-body\n')

  const failures: unknown[] = []
  for (const command of asked) {
    const ID = command.includes('$ID') ? (await client.read(clone.at('scan.png'))).id : ''
    await clone
      .sh(command.replaceAll(product, new URL(url).host), { ID, CURL_HOME: clone.at('') })
      .catch((error) => failures.push(error))
  }

  expect(failures).toEqual([])
})
