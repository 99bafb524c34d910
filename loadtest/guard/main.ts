import { guardSet } from './guard-set.ts'

/** node loadtest/guard/main.ts [SEED]: creates the guard's pictures if they are missing, and prints their folder. */
const folder = await guardSet(Number(process.argv[2] ?? 1))
process.stdout.write(`${folder}\n`)
