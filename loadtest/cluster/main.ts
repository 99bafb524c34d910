import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { print } from '../command-line.ts'
import { deploy } from './deployed.ts'
import { partNames, readClusterEnv, readOptions, usage } from './options.ts'
import { runAccepted } from './parts/accepted.ts'
import { runCold } from './parts/cold.ts'
import { runFaults } from './parts/faults.ts'
import { runOperations } from './parts/operations.ts'
import { runPages } from './parts/pages.ts'
import { runRolling } from './parts/rolling.ts'
import { runSequence } from './parts/sequence.ts'
import { toProblems } from './verdict.ts'

if (process.argv.includes('--help')) {
  print(usage)
  process.exit(0)
}
const { parts, pages, cold, folder, keep } = readOptions()
await mkdir(folder, { recursive: true })
const deployed = await deploy({ env: readClusterEnv(), print })
const run: Record<(typeof partNames)[number], () => Promise<string[]>> = {
  accepted: () => runAccepted(deployed),
  cold: () => runCold(deployed, cold),
  pages: () => runPages(deployed, { count: pages, svg: join(folder, 'cluster-pages.svg') }),
  faults: () => runFaults(deployed, pages),
  rolling: () => runRolling(deployed, pages),
  operations: () => runOperations(deployed),
  sequence: () => runSequence(deployed, join(folder, 'cluster-wanted.svg')),
}
const problems: string[] = []
try {
  // In this order: the last one replaces ocr.
  for (const part of partNames.filter((name) => parts.includes(name)))
    problems.push(...(await run[part]()))
  problems.push(...(await toProblems(deployed.load, print)))
} finally {
  await writeFile(
    join(folder, 'cluster-logs.ndjson'),
    deployed.logs
      .all()
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  )
  if (!keep) await deployed.remove()
}
for (const problem of problems) print(`! ${problem}`)
process.exit(problems.length > 0 ? 1 : 0)
