import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * node sbom.ts   prints the packages that are installed, without development tools, as CycloneDX
 *
 * `npm sbom --omit=dev` leaves out a package that a development tool needs as well (seen with npm 11: pg, zod, yaml).
 */
interface Sbom {
  components: { name: string; 'bom-ref': string }[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

const options = ['--package-lock-only', '--sbom-format=cyclonedx']
const all: Sbom = JSON.parse(execFileSync('npm', ['sbom', ...options], { encoding: 'utf8' }))
const components = all.components.filter(({ name }) => existsSync(`node_modules/${name}`))
const refs = new Set(components.map((component) => component['bom-ref']))
const dependencies = all.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => refs.has(on)) }))
process.stdout.write(JSON.stringify({ ...all, components, dependencies }))
