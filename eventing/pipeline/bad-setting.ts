import { SettingsError } from '../../functions/shared/settings/env.ts'

/** Converts system errors to SettingsError, and rethrows any other error. */
export function asBadSetting(name: string) {
  return (error: unknown): never => {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new SettingsError(`${name} cannot be used: ${error.message}`)
  }
}
