import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout } from 'node:timers/promises'
import { pinReleases, readReleases } from './cluster/releases.ts'
import { sentenceFor } from './commands/checks/obstacles.ts'
import type { Context } from './commands/context.ts'
import { controlPlanesOf, kubeconfigOf, kubectl } from './commands/context.ts'
import { down, sleepCluster } from './commands/down.ts'
import { hostOf, linkOf, webPort } from './commands/link.ts'
import {
  chooseCluster,
  noteCluster,
  type Options,
  readOptions,
  UsageError,
  usage,
} from './commands/options.ts'
import { requireAwake } from './commands/power.ts'
import { status } from './commands/status.ts'
import { StepError } from './commands/steps.ts'
import { outputsOf } from './commands/tools/terraform.ts'
import { createTools } from './commands/tools/tools.ts'
import { fetchKubeconfig, withTunnel } from './commands/tools/tunnel.ts'
import { up } from './commands/up.ts'
import { billOf } from './cost/bill.ts'
import { billText, loadTable, profileTable } from './cost/table.ts'
import { type Settings, settingsOf } from './settings.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)
const tools = createTools()

// Only what needs the packages loads them: `cost` runs without.
const synthesize = async (settings: Settings) =>
  (await import('./stack/synth.ts')).synthesize(settings)

async function openContext(options: Options): Promise<Context> {
  const chosen = await chooseCluster(options, {
    work: resolve(options.work),
    defaultProject: async () =>
      (await tools.run('gcloud', ['config', 'get-value', 'project', '--quiet'])).trim(),
  })
  if (options.command === 'up') await noteCluster(chosen)
  else mkdirSync(chosen.folder, { recursive: true })
  return { ...chosen, tools, synthesize, print, now: Date.now, sleep: (ms) => setTimeout(ms) }
}

async function confirm({ project, settings }: Context) {
  const ask = createInterface({ input: process.stdin, output: process.stdout })
  const question = `Deletes the cluster ${settings.cluster} in ${project} with all documents. Its name to go on: `
  const answer = await ask.question(question)
  ask.close()
  if (answer.trim() !== settings.cluster) throw new UsageError('Nothing was deleted')
}

/** Runs a program in the foreground of the terminal until it ends. */
function foreground(command: string, args: string[]) {
  spawnSync(command, args, { stdio: 'inherit' })
}

async function link(context: Context) {
  const outputs = await outputsOf(context)
  if (!outputs) throw new StepError(`Terraform's state is not in ${context.folder}`)
  await withTunnel(context, async () => {
    const path = ['-o', 'jsonpath={.data.API_TOKEN}', '--namespace=glyphflow']
    const token = await kubectl(context, ['get', 'secret', 'glyphflow', ...path])
    print(linkOf(outputs))
    print(`token ${Buffer.from(token, 'base64')}`)
    if (outputs.address) return
    print(`Open as long as this command runs (${hostOf(outputs)} is this machine).`)
    const forward = ['port-forward', '--namespace=kourier-system', 'service/kourier']
    foreground('kubectl', ['--kubeconfig', kubeconfigOf(context), ...forward, `${webPort}:80`])
  })
}

async function kubeconfig(context: Context) {
  await fetchKubeconfig(context)
  await withTunnel(context, async () => {
    print(`export KUBECONFIG=${kubeconfigOf(context)}`)
    print('The tunnel is open as long as this command runs; Ctrl-C ends it.')
    await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()))
  })
}

function cost({ profile = 'default', load, table }: Options) {
  if (table) return print(`${profileTable()}\n${loadTable(load.secondsPerPage)}`)
  print(billText(billOf(settingsOf(profile), load), load))
}

async function synth() {
  const folder = join(import.meta.dirname, 'terraform')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'main.tf.json'), await synthesize(settingsOf('default')))
}

async function releases({ pin }: Options) {
  if (pin) {
    const { changed, failed } = await pinReleases()
    print(`changed: ${changed.join(', ') || 'nothing'}`)
    if (failed.length > 0) throw new StepError(failed.join('\n'))
    return
  }
  for (const { name, version, sha256 } of await readReleases()) {
    print(`${name.padEnd(18)} ${version.padEnd(8)} ${sha256 ?? 'no checksum'}`)
  }
}

async function main(args: string[]) {
  const options = readOptions(args)
  const { command, yes, keepState } = options
  if (command === 'cost') return cost(options)
  if (command === 'synth') return synth()
  if (command === 'releases') return releases(options)
  const context = await openContext(options)
  if (command === 'up') return up(context)
  if (command === 'down') {
    if (keepState) return sleepCluster(context)
    if (!yes) await confirm(context)
    return down(context)
  }
  if (command === 'status') return status(context)
  await requireAwake(context)
  if (command === 'link') return link(context)
  if (command === 'kubeconfig') return kubeconfig(context)
  const [first] = controlPlanesOf(context)
  const at = [first?.name ?? '', `--zone=${first?.zone}`, `--project=${context.project}`]
  foreground('gcloud', ['compute', 'ssh', ...at, '--tunnel-through-iap'])
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const isExpected = error instanceof StepError || error instanceof UsageError
  const text = error instanceof Error && !isExpected ? (error.stack ?? error.message) : `${error}`
  process.stderr.write(`${sentenceFor(error) ?? text.replace(/^\w+Error: /, '')}\n`)
  if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`)
  process.exitCode = 1
}
