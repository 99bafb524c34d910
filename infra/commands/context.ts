import { join } from 'node:path'
import { type Settings, zonesOf } from '../settings.ts'
import type { Tools } from './tools/tools.ts'

/** What every command works with. */
export interface Context {
  settings: Settings
  project: string
  /** Folder of this cluster: Terraform's files and state, kubeconfig, downloads. */
  folder: string
  tools: Tools
  /** Terraform's JSON of the settings. */
  synthesize: (settings: Settings) => Promise<string>
  print: (line: string) => void
  /** Milliseconds; a clock of their own for tests. */
  now: () => number
  sleep: (ms: number) => Promise<void>
}

export const gcloud = ({ tools, project }: Context, ...args: string[]) =>
  tools.run('gcloud', [...args, `--project=${project}`, '--quiet'])

export const kubeconfigOf = ({ folder }: Context) => join(folder, 'kubeconfig')

export const kubectl = (context: Context, args: string[], input?: string) =>
  context.tools.run('kubectl', ['--kubeconfig', kubeconfigOf(context), ...args], { input })

export const controlPlanesOf = ({ settings }: Context) =>
  Array.from({ length: settings.controlPlanes }, (_, index) => ({
    name: `${settings.cluster}-control-plane-${index}`,
    zone: zonesOf(settings)[index % settings.zones.length] ?? '',
  }))

interface Patience {
  forMs: number
  everyMs: number
  /** Whether waiting does not mend an error. */
  isFinal?: (error: unknown) => boolean
}

/** Calls until it succeeds; throws the last error when the time is over. */
export async function retry<T>(
  { now, sleep }: Pick<Context, 'now' | 'sleep'>,
  { forMs, everyMs, isFinal = () => false }: Patience,
  call: () => Promise<T>,
): Promise<T> {
  const end = now() + forMs
  while (true) {
    try {
      return await call()
    } catch (error) {
      if (now() >= end || isFinal(error)) throw error
      await sleep(everyMs)
    }
  }
}
