import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixed, type Settings } from '../settings.ts'
import type { Identities } from './identities.ts'

export const shielded = {
  enableSecureBoot: true,
  enableVtpm: true,
  enableIntegrityMonitoring: true,
}

/** Start-up script of `boot/NAME.sh`, after what all machines share. Terraform would read `${` and `%{` as its own. */
export function bootScript(name: 'control-plane' | 'worker') {
  const read = (file: string) =>
    readFileSync(join(import.meta.dirname, '../boot', `${file}.sh`), 'utf8')
  // A function, as "$$" means "$" in a replacement.
  return (read('common') + read(name)).replaceAll(/[$%]\{/g, (start) => start[0] + start)
}

/** Metadata of every machine. Scripts read the keys that start with `glyphflow-`. */
export const metadataOf = (settings: Settings, { join }: Identities) => ({
  'block-project-ssh-keys': 'true',
  'enable-oslogin': 'TRUE',
  'glyphflow-kubernetes': fixed.kubernetes,
  'glyphflow-join-secret': join.id,
  'glyphflow-registry': registryOf(settings),
})

/** Terraform's reference to a value that only it knows. */
export const reference = (path: string) => `\${${path}}`

/** Registry that images are pulled from, as `HOST/PATH`. */
export const registryOf = ({ registry, region, cluster }: Settings) =>
  registry || `${region}-docker.pkg.dev/${reference('var.project')}/${cluster}`
