import { UnavailableError } from '../errors/unavailable-error.ts'
import { SettingsError } from '../settings/env.ts'

/** EX_CONFIG of sysexits.h: a restart with the same settings cannot help. */
export const exitCodeOfBadSettings = 78

/**
 * Runs a process's main function with a umask that makes its files, and those of its children, private. Exits with
 * EX_CONFIG and a message on SettingsError, with 1 on UnavailableError, after which a restart may help.
 */
export async function run(main: () => Promise<void>): Promise<void> {
  process.umask(0o077)
  try {
    await main()
  } catch (error) {
    if (error instanceof SettingsError) endForSettings(error)
    if (!(error instanceof UnavailableError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/** Ends the process for a setting that proves invalid after the start. */
export function endForSettings(error: SettingsError): never {
  process.stderr.write(`${error.message}\n`)
  process.exit(exitCodeOfBadSettings)
}
