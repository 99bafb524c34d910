import { UnavailableError } from '../errors/unavailable-error.ts'
import { SettingsError } from '../settings/env.ts'
import { writeTerminationMessage } from './termination-message.ts'

/** EX_CONFIG of sysexits.h: a restart with the same settings cannot help. */
export const exitCodeOfBadSettings = 78

/**
 * Runs a process's main function with a umask that makes its files, and those of its children, private. Exits with
 * EX_CONFIG and a message on SettingsError, with 1 on UnavailableError, after which a restart may help.
 */
export async function run(main: () => Promise<void>): Promise<void> {
  process.umask(0o077)
  process.on('uncaughtExceptionMonitor', (error) => writeTerminationMessage(String(error)))
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof UnavailableError)) throw error
    endWith(error)
  }
}

/** Ends the process with the error's message: exit code EX_CONFIG for a SettingsError, else 1. */
export function endWith(error: Error): never {
  process.stderr.write(`${error.message}\n`)
  writeTerminationMessage(error.message)
  process.exit(error instanceof SettingsError ? exitCodeOfBadSettings : 1)
}
