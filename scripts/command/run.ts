import { CommandError } from './command-error.ts'
import { UsageError } from './usage.ts'

/** Runs a command and returns its exit code; prints the message of a CommandError. */
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
