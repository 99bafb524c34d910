import { guardSet } from './guard-set.ts'

/**
 * node loadtest/guard/main.ts [SEED]: makes the pictures of the guard where they are missing, and
 * says where they are.
 */
const folder = await guardSet(Number(process.argv[2] ?? 1))
process.stdout.write(`${folder}\n`)
