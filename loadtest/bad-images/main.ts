import { createClient, startGlyphflow, temporaryFolder } from '../glyphflow.ts'
import { badImages, filesIn } from '../pictures.ts'
import { peakMemory } from './peak-memory.ts'
import { uploadAll } from './upload-all.ts'

/**
 * npm run bad-images [-- FOLDER]
 *
 * Uploads every file of a folder of broken and odd pictures. Each must end in exactly one answer, no
 * process may die, and none may grow past 1 GiB; the exit code says whether it was so.
 */
const folder = process.argv[2] ?? badImages
const files = (await filesIn(folder)).filter((file) => !file.endsWith('README.md'))
const print = (line: string) => process.stdout.write(`${line}\n`)

const data = await temporaryFolder()
const glyphflow = await startGlyphflow(data.path)
const client = createClient(glyphflow.url)
const { result: endings, peak } = await peakMemory(client, uploadAll(glyphflow.url, files))
const services = (await client.system()).services ?? []
const restarts = services.reduce((sum, service) => sum + service.restarts, 0)
await glyphflow.stop()
await data.remove()

const counts = Map.groupBy(endings, ({ how }) => how)
for (const [how, { length }] of [...counts].sort(([, a], [, b]) => b.length - a.length)) {
  print(`${String(length).padStart(5)}  ${how}`)
}
const unfinished = endings.filter(({ how }) => how.includes('not finished')).length
const peakMiB = peak.bytes / 1024 / 1024
print(`${endings.length} of ${files.length} files ended, ${unfinished} without an answer in time`)
print(`processes that died: ${restarts}`)
print(`largest process: ${peakMiB.toFixed(0)} MiB (${peak.service})`)
// Where the system does not tell of memory, nothing is proved.
const isSmall = peakMiB > 0 && peakMiB < 1024
const isAnswered = endings.length === files.length && unfinished === 0
process.exitCode = isAnswered && isSmall && restarts === 0 ? 0 : 1
