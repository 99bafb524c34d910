import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { billOf, idle } from '../cost/bill.ts'
import { machineOf } from '../cost/prices.ts'
import { type Settings, zonesOf } from '../settings.ts'

/** What only Terraform knows after it has made the machines. */
export interface Outputs {
  /** Public address, or empty. */
  address: string
  registry: string
  /** `min:max:URL` of each group that the autoscaler sizes. */
  elastic_groups: string[]
}

export const partsFolder = join(import.meta.dirname, 'parts')
const overlays = join(import.meta.dirname, '../../knative/overlays')
const observed = join(import.meta.dirname, 'observed')
/** Images of the pipeline, by target of the Dockerfile. */
export const images = ['gateway', 'ocr', 'results', 'eventing']

/** Domain of the page: the address's own name, or one that every browser resolves to its own machine. */
export const domainOf = ({ address }: Outputs) => (address ? `${address}.sslip.io` : 'localhost')

/** Arguments of the cluster autoscaler: it gives back a machine of which less than half is requested for 3 minutes. */
const autoscalerArgs = ({ elastic_groups }: Outputs) => [
  '--cloud-provider=gce',
  ...elastic_groups.map((group) => `--nodes=${group}`),
  '--expander=least-waste',
  '--scale-down-utilization-threshold=0.5',
  '--scale-down-unneeded-time=3m',
  '--scale-down-delay-after-add=3m',
  '--skip-nodes-with-local-storage=false',
  '--leader-elect=true',
]

/** Readers, each with a core: what burst machines have beside their own pods, and one on the base machines. */
export function maxReaders(settings: Settings) {
  const perMachine = machineOf(settings.burst.machine).cores - 1
  return perMachine * settings.burst.max * zonesOf(settings).length + 1
}

/** Values of the marks `@NAME@` in the files of `parts/`. A list replaces the quotes around its mark as well. */
export type Marks = Record<string, string | unknown[]>

export function marksOf(
  settings: Settings,
  outputs: Outputs,
  { tag, folder }: { tag: string; folder: string },
): Marks {
  const observing = settings.monitoring ? [relative(folder, observed)] : []
  const maxScale = relative(folder, join(overlays, 'own-eventing/max-scale'))
  return {
    AUTOSCALER_ARGS: autoscalerArgs(outputs),
    CLUSTER: settings.cluster,
    DOLLARS_PER_HOUR: billOf(settings, idle).dollarsPerHour.toFixed(2),
    DOMAIN: domainOf(outputs),
    EXTERNAL_IPS: outputs.address ? [outputs.address] : [],
    IMAGES: images.map((name) => ({
      name: `dev.local/glyphflow/${name}`,
      newName: `${outputs.registry}/glyphflow/${name}`,
      newTag: tag,
    })),
    MAX_SCALE: String(maxReaders(settings)),
    OBSERVED: observing,
    OVERLAYS: relative(folder, overlays),
    REGISTRY_HOST: outputs.registry.split('/')[0] ?? '',
    SMALL_COMPONENTS: ['readers', maxScale, ...observing],
  }
}

/** Copies a part into the folder with its marks replaced. Throws for a mark without a value. */
export async function renderPart(name: string, folder: string, marks: Marks) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(dirname(folder), { recursive: true })
  await cp(join(partsFolder, name), folder, { recursive: true })
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.yaml')) continue
    const path = join(folder, file)
    const text = await readFile(path, 'utf8')
    const rendered = text.replaceAll(/"@([A-Z_]+)@"|@([A-Z_]+)@/g, (mark, quoted, bare) => {
      const value = marks[quoted ?? bare]
      if (value === undefined) throw new Error(`Expected a value for ${mark} in ${file}`)
      if (typeof value !== 'string') return JSON.stringify(value)
      return quoted ? JSON.stringify(value) : value
    })
    await writeFile(path, rendered)
  }
}
