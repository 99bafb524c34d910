import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type ProfileName, profiles, type Settings, settingsOf } from '../settings.ts'

export const commands = [
  'up',
  'down',
  'status',
  'link',
  'cost',
  'ssh',
  'kubeconfig',
  'synth',
  'releases',
] as const
export type Command = (typeof commands)[number]

export const usage = `Usage: npm run COMMAND -- [options]
  up          makes the cluster, or what is missing of it   --project ID --profile ${Object.keys(profiles).join('|')}
  down        deletes it with all that it stored            --yes: asks nothing   --keep-state: only stops machines
  status      machines, nodes, pods that do not run, cost
  link        address and token of the page; a tunnel to it where it has no public address
  cost        a month's bill    --profile P --pages-per-day N --burst-hours H --seconds-per-page S | --table
  ssh         a shell on the control plane
  kubeconfig  a tunnel to the API server, and the file for kubectl
  synth       writes terraform/main.tf.json of the default settings
  releases    lists what is installed    --pin: computes the checksums
All that act on a cluster take --work FOLDER, for Terraform's state and the kubeconfig; infra/work by default.`

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override name = 'UsageError'
}

const isCommand = (name = ''): name is Command => commands.some((each) => each === name)
const isProfile = (name: string): name is ProfileName => name in profiles

function numberOf(option: string, text: string): number {
  const value = Number(text)
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw new UsageError(`Expected --${option} to be a number from 0, got "${text}"`)
  }
  return value
}

export function readOptions(args: string[]) {
  const { values, positionals } = parse(args)
  const [command, ...others] = positionals
  if (!isCommand(command) || others.length > 0) {
    throw new UsageError(`Expected one of ${commands.join(', ')}, got "${positionals.join(' ')}"`)
  }
  const { profile } = values
  if (profile !== undefined && !isProfile(profile)) {
    throw new UsageError(
      `Expected --profile to be one of ${Object.keys(profiles).join(', ')}, got "${profile}"`,
    )
  }
  return {
    command,
    profile,
    project: values.project,
    yes: values.yes,
    keepState: values['keep-state'],
    pin: values.pin,
    work: values.work,
    table: values.table,
    load: {
      pagesPerDay: numberOf('pages-per-day', values['pages-per-day']),
      burstHours: numberOf('burst-hours', values['burst-hours']),
      secondsPerPage: numberOf('seconds-per-page', values['seconds-per-page']),
    },
  }
}

export type Options = ReturnType<typeof readOptions>

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        project: { type: 'string' },
        profile: { type: 'string' },
        yes: { type: 'boolean', default: false },
        'keep-state': { type: 'boolean', default: false },
        pin: { type: 'boolean', default: false },
        work: { type: 'string', default: join(import.meta.dirname, '../work') },
        table: { type: 'boolean', default: false },
        'pages-per-day': { type: 'string', default: '0' },
        'burst-hours': { type: 'string', default: '0' },
        'seconds-per-page': { type: 'string', default: '1.4' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const Cluster = z.object({
  project: z.string(),
  profile: z.enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]]),
})

export interface Chosen {
  settings: Settings
  profile: ProfileName
  project: string
  folder: string
}

/**
 * Project and profile of the cluster: those of the options, or those that the last `up` has noted in its folder. Throws
 * if they are others than Terraform has worked with there.
 */
export async function chooseCluster(
  { project, profile }: Pick<Options, 'project' | 'profile'>,
  { work, defaultProject }: { work: string; defaultProject: () => Promise<string> },
): Promise<Chosen> {
  const folder = join(work, settingsOf('default').cluster)
  const text = await readFile(join(folder, 'cluster.json'), 'utf8').catch(() => undefined)
  const noted = text === undefined ? undefined : Cluster.parse(JSON.parse(text))
  if (noted && project && noted.project !== project) {
    throw new UsageError(
      `This folder has the cluster of project ${noted.project}: run "npm run down" first, or ` +
        `give the one in ${project} another name in settings.ts`,
    )
  }
  // Its addresses, overlay and number of control planes are not changed in place.
  if (noted && profile && noted.profile !== profile && existsSync(join(folder, '.terraform'))) {
    throw new UsageError(
      `This folder has a cluster of the profile ${noted.profile}: run "npm run down" first, or change its settings in settings.ts`,
    )
  }
  const id = project ?? noted?.project ?? (await defaultProject())
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(id)) {
    throw new UsageError(
      'There is no project. Create one (https://console.cloud.google.com/projectcreate) and run: ' +
        'npm run up -- --project ID',
    )
  }
  const name = profile ?? noted?.profile ?? 'default'
  return { settings: settingsOf(name), profile: name, project: id, folder }
}

/** Notes the choice for later commands. */
export async function noteCluster({ folder, project, profile }: Chosen) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'cluster.json'), JSON.stringify({ project, profile }))
}
