import { CommandError } from './command-error.ts'
import { UsageError } from './usage.ts'

/** Runs a command, and says in a sentence why it cannot be done; the exit code. */
export async function runCommand(command: () => Promise<number>, usage: string): Promise<number> {
  try {
    return await command()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    process.stderr.write(`${error.message}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`)
    return 1
  }
}
