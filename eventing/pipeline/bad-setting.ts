import { SettingsError } from '../../functions/shared/settings/env.ts'
import { ManifestError } from './resources.ts'

/** Converts system errors and manifest errors to SettingsError; any other error is a bug. */
export function asBadSetting(name: string) {
  return (error: unknown): never => {
    if (error instanceof ManifestError) throw new SettingsError(error.message)
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new SettingsError(`${name} cannot be used: ${error.message}`)
  }
}
