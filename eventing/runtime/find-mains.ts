import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsError } from '../../functions/shared/settings/env.ts'

/** Finds the process file of each function, by name: the build's, else the source. */
export function findMains(folder: string, names: string[]): Map<string, string> {
  return new Map(names.map((name) => [name, findMain(folder, name)]))
}

function findMain(folder: string, name: string): string {
  const files = ['main.mjs', 'main.ts'].map((file) => join(folder, name, file))
  const main = files.find((file) => existsSync(file))
  if (main !== undefined) return main
  throw new SettingsError(`Expected FUNCTIONS_DIR to have ${name}/main.ts, got no such file`)
}
