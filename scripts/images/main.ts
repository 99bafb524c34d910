import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../command/run.ts'
import { commandsFor, findBuilder } from './builder.ts'
import { digestOf } from './digest.ts'
import { baseOf, targetsOf, withDigest } from './dockerfile.ts'
import { type ImagesOptions, readOptions, usage } from './options.ts'

const project = join(import.meta.dirname, '../..')
const dockerfilePath = join(project, 'Dockerfile')

process.exitCode = await runCommand(async () => {
  const dockerfile = await readFile(dockerfilePath, 'utf8')
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))
  const targets = targetsOf(dockerfile)
  const options = readOptions(process.argv.slice(2), { version, targets })
  return options.pin ? pinBase(dockerfile) : buildAll(options)
}, usage)

async function pinBase(dockerfile: string): Promise<number> {
  const base = baseOf(dockerfile)
  const digest = await digestOf(base)
  await writeFile(dockerfilePath, withDigest(dockerfile, digest))
  process.stdout.write(`${base}@${digest}\n`)
  return 0
}

/** Exit code of the first command that fails. */
function buildAll({ registry, tag, targets, ...options }: ImagesOptions): number {
  const builder = findBuilder()
  const labels = labelsOf(tag)
  for (const target of targets) {
    const name = `${registry}/glyphflow/${target}:${tag}`
    for (const { args, mayFail } of commandsFor(builder, { ...options, target, name, labels })) {
      process.stdout.write(`${builder} ${args.join(' ')}\n`)
      const { status } = spawnSync(builder, args, {
        cwd: project,
        stdio: mayFail ? 'ignore' : 'inherit',
      })
      if (status !== 0 && !mayFail) return status ?? 1
    }
  }
  return 0
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md */
function labelsOf(tag: string): Record<string, string> {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: project, encoding: 'utf8' })
  const { status, stdout } = git('rev-parse', 'HEAD')
  const changed = git('status', '--porcelain').stdout ? '-dirty' : ''
  return {
    'org.opencontainers.image.version': tag,
    ...(status === 0 && { 'org.opencontainers.image.revision': stdout.trim() + changed }),
  }
}
