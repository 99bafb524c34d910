import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addBuild, findBuild, keepBuild } from './build-cache.ts'
import { findMains, type Sources } from './sources.ts'
import { writeFiles } from './write-files.ts'

/**
 * node scripts/build/main.ts --out DIR   builds the functions, the processes of eventing/ and the page into a folder,
 * for
 *                                       an image
 * node scripts/build/main.ts --for PID   prints the folder of an up-to-date build of the functions, the local runtime
 * and
 *                                       the page, leased to a process
 *
 * Part of each start: modules that only a build needs are imported lazily.
 */
const project = join(import.meta.dirname, '../..')
const functions = process.env.FUNCTIONS_DIR || join(project, 'functions')
const { values } = parseArgs({ options: { out: { type: 'string' }, for: { type: 'string' } } })

try {
  const ofEventing = findMains(join(project, 'eventing'), 'eventing')
  if (values.out !== undefined) await buildInto(resolve(values.out), sourcesWith(ofEventing))
  else {
    const runtime = Object.entries(ofEventing).filter(([folder]) => folder === 'eventing/runtime')
    const sources = sourcesWith(Object.fromEntries(runtime))
    process.stdout.write(`${await upToDate(sources, Number(values.for ?? process.ppid))}\n`)
  }
} catch (error) {
  const { SettingsError } = await import('../../functions/shared/settings/env.ts')
  const { endWith } = await import('../../functions/shared/process/run.ts')
  if (error instanceof SettingsError) endWith(error)
  throw error
}

function sourcesWith(ofEventing: Sources['mains']): Sources {
  return {
    mains: { ...findMains(functions, 'functions'), ...ofEventing },
    web: join(project, 'web'),
  }
}

async function buildInto(folder: string, sources: Sources): Promise<void> {
  const { build } = await import('./build.ts')
  const { SettingsError } = await import('../../functions/shared/settings/env.ts')
  const found = await readdir(folder).catch(() => [])
  if (found.length > 0) {
    throw new SettingsError(`Expected --out to be an empty folder, got ${folder}`)
  }
  await writeFiles(folder, (await build(sources)).files)
}

/** Falls back to the data folder if the project is not writable. */
async function upToDate(sources: Sources, pid: number): Promise<string> {
  // Only this user may write code that replicas run.
  process.umask(0o077)
  const folders = [
    join(project, 'node_modules/.cache/glyphflow'),
    resolve(process.env.DATA_DIR || 'data', 'bundles'),
  ]
  for (const folder of folders) {
    const found = await findBuild(folder, sources)
    if (found === null) continue
    await keepBuild(found, pid)
    return found
  }
  const { build } = await import('./build.ts')
  const { SettingsError } = await import('../../functions/shared/settings/env.ts')
  if (!Object.keys(sources.mains).some((folder) => folder.startsWith('functions/'))) {
    throw new SettingsError(`Expected FUNCTIONS_DIR to have <name>/main.ts, got ${functions}`)
  }
  const built = await build(sources)
  const reasons: unknown[] = []
  for (const folder of folders) {
    try {
      const added = await addBuild(folder, sources, built)
      await keepBuild(added, pid)
      return added
    } catch (error) {
      reasons.push(error)
    }
  }
  throw new SettingsError(`The functions and the page cannot be written: ${reasons.join(', ')}`)
}
