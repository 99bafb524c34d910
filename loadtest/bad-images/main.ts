import * as z from 'zod'
import { print, readCommandLine } from '../command-line.ts'
import { badImages, filesIn } from '../pictures.ts'
import { openGlyphflow } from '../system/glyphflow.ts'
import { peakMemory } from './peak-memory.ts'
import { uploadAll } from './upload-all.ts'

/**
 * npm run bad-images [-- FOLDER] [--engine libtesseract|tesseract.js]
 *
 * Uploads every file of a folder of malformed and unusual images. Each must get exactly one answer within 20 s,
 * no process may crash, and none may exceed 600 MB; otherwise the exit code is 1.
 */
const maxBytes = 600e6
const maxMs = 20_000
const { options, positionals } = readCommandLine(z.object({ engine: z.string().optional() }), {
  allowPositionals: true,
})
const folder = positionals[0] ?? badImages
const files = (await filesIn(folder)).filter((file) => !file.endsWith('README.md'))

const env: Record<string, string> = options.engine ? { OCR_ENGINE: options.engine } : {}
const { url, client, stop } = await openGlyphflow(() => env)
const { result: endings, peaks } = await peakMemory(client, uploadAll(url, files))
const services = (await client.system()).services ?? []
const restarts = services.reduce((sum, service) => sum + (service.restarts ?? 0), 0)
await stop()

const counts = Map.groupBy(endings, ({ how }) => how)
for (const [how, { length }] of [...counts].sort(([, a], [, b]) => b.length - a.length)) {
  print(`${String(length).padStart(5)}  ${how}`)
}
const unfinished = endings.filter(({ how }) => how.includes('not finished')).length
const [slowest] = endings.toSorted((a, b) => b.ms - a.ms)
print(`${endings.length} of ${files.length} files ended, ${unfinished} without an answer in time`)
print(`slowest: ${((slowest?.ms ?? 0) / 1000).toFixed(1)} s (${slowest?.file})`)
print(`processes that died: ${restarts}`)
for (const [name, bytes] of peaks) print(`peak memory of ${name}: ${(bytes / 1e6).toFixed(0)} MB`)
// Fails where the system does not report memory.
const isSmall = peaks.has('ocr') && Math.max(...peaks.values()) < maxBytes
const isAnswered = endings.length === files.length && unfinished === 0
const isQuick = (slowest?.ms ?? 0) <= maxMs
process.exitCode = isAnswered && isQuick && isSmall && restarts === 0 ? 0 : 1
