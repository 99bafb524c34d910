import { openSync } from 'node:fs'
import { openPdf } from './open-pdf.ts'

/** Process that opens a PDF without a free file descriptor. Prints the error, and goes on. */
try {
  for (;;) openSync('/dev/null', 'r')
} catch {}
const read = async function* () {}
const error = await openPdf({ read, length: 0 }).catch(({ name }) => name)
setTimeout(() => process.stdout.write(error), 100)
