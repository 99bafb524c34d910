import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { images } from '../cluster/render.ts'
import { type Context, gcloud } from './context.ts'
import { ToolError } from './tools/tools.ts'

const repository = join(import.meta.dirname, '../..')

/**
 * Tag of the images: the project's version, commit, and a digest of what is not committed, so that `up` pushes and
 * rolls out what was changed. Of a new file that git does not know yet, only the name counts.
 */
export async function projectTag({ tools }: Context): Promise<string> {
  const text = await readFile(join(repository, 'package.json'), 'utf8')
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text))
  try {
    const options = { cwd: repository }
    const git = (...args: string[]) => tools.run('git', args, options)
    const commit = (await git('rev-parse', '--short=10', 'HEAD')).trim()
    const changed =
      (await git('diff', 'HEAD', '--binary')) +
      (await git('ls-files', '--others', '--exclude-standard'))
    if (changed === '') return `${version}-${commit}`
    const digest = createHash('sha256').update(changed).digest('hex').slice(0, 10)
    return `${version}-${commit}-dirty-${digest}`
  } catch (error) {
    // A copy without its history has only the version.
    if (error instanceof ToolError && /ENOENT|not a git repository/.test(error.detail))
      return version
    throw error
  }
}

// Versions of gcloud list tags as an array or as words.
const Listed = z.array(
  z.object({
    package: z.string(),
    tags: z.union([z.array(z.string()), z.string().transform((text) => text.split(/[,\s]+/))]),
  }),
)

async function hasImage(context: Context, name: string, tag: string): Promise<boolean> {
  if (context.settings.registry) {
    try {
      await context.tools.run('docker', ['manifest', 'inspect', `${name}:${tag}`])
      return true
    } catch (error) {
      if (error instanceof ToolError) return false
      throw error
    }
  }
  const registry = name.split('/').slice(0, 3).join('/')
  const text = await gcloud(
    context,
    ...['artifacts', 'docker', 'images', 'list', registry, '--include-tags', '--format=json'],
  )
  const listed = Listed.parse(JSON.parse(text))
  return listed.some((each) => each.package === name && each.tags.includes(tag))
}

/** Builds and pushes the images that the registry lacks. Machines are of amd64, whatever this one is. */
export async function pushImages(context: Context, registry: string, tag: string) {
  const missing: string[] = []
  for (const image of images) {
    if (!(await hasImage(context, `${registry}/glyphflow/${image}`, tag))) missing.push(image)
  }
  if (missing.length === 0) return
  const [host = ''] = registry.split('/')
  if (!context.settings.registry) await gcloud(context, 'auth', 'configure-docker', host)
  const options = ['--registry', registry, '--tag', tag, '--platform', 'linux/amd64', '--push']
  await context.tools.run('npm', ['run', 'images', '--', ...options, ...missing], {
    cwd: repository,
    show: true,
  })
}
