import { UnavailableError } from '../errors/unavailable-error.ts'
import { SettingsError } from '../settings/env.ts'

/** EX_CONFIG of sysexits.h: starting again with the same settings cannot help. */
export const exitCodeOfBadSettings = 78

/**
 * Runs a process's main function; nobody else can read what it and its children write. A setting that cannot be
 * used is named, and ends it; so does what it stands on and is away, with a code that says to start it again.
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

/** Ends the process for a setting that turns out later to be one that cannot be used. */
export function endForSettings(error: SettingsError): never {
  process.stderr.write(`${error.message}\n`)
  process.exit(exitCodeOfBadSettings)
}
