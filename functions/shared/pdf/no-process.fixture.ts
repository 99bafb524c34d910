import { execFileSync } from 'node:child_process'
import { openPdf } from './open-pdf.ts'

/** Process that opens a PDF when its user may not have another process. Prints the error, and goes on. */
execFileSync('prlimit', ['--pid', String(process.pid), '--nproc=1:1'])
const read = async function* () {}
const error = await openPdf({ read, length: 0 }).catch(({ name }) => name)
setTimeout(() => process.stdout.write(error), 100)
