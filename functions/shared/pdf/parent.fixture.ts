import { readFileSync } from 'node:fs'
import { bombs } from './bombs.fixture.ts'
import { openPdf } from './open-pdf.ts'
import { sourceOf } from './pdf.fixture.ts'

/** Process that renders an endless page. Sends the id of its process of PDFium. */
const document = bombs['a pattern of tiny tiles']?.() ?? Buffer.alloc(0)
const pdf = await openPdf(sourceOf(document))
const rendering = pdf.render(1)
process.send?.(Number(readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')))
await rendering
