import { SettingsError } from './env.ts'

/** EX_CONFIG of sysexits.h: starting again with the same settings cannot help. */
export const exitCodeOfBadSettings = 78

/** Runs a process's main function; a setting that cannot be used is named, and ends it. */
export async function run(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(exitCodeOfBadSettings)
  }
}
