import { basename } from 'node:path'
import { SettingsError } from '../settings/env.ts'

/** Instructions to repair a damaged store. */
export const storeRemedy = (path: string) => {
  const name = basename(path)
  return (
    'Put back a backup of the data folder; or save what can be saved with ' +
    `"sqlite3 ${name} .recover | sqlite3 mended.sqlite" and put mended.sqlite in its place; or move ` +
    `${name}, ${name}-wal and ${name}-shm away to start with an empty one`
  )
}

/** Error for a corrupt database file: a restart cannot help. */
export function damagedFile(path: string, reason: string, remedy: string): SettingsError {
  return new SettingsError(`${path} is damaged: ${reason}. ${remedy}`)
}
