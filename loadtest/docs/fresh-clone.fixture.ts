import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, realpathSync } from 'node:fs'
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { temporaryFolder } from '../system/glyphflow.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '../..')

/** Without npm's variables for its scripts, which refer to another folder. */
const shellEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')),
)

/**
 * A folder like a clone of the project, with packages hard-linked to the project's own: npm replaces files instead of
 * changing them, except for its own files, which are copied here.
 */
export async function cloneProject() {
  const { path, remove } = await temporaryFolder()
  const at = (file: string) => join(path, file)
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: project, maxBuffer: 2 ** 26 })
  for (const file of stdout.split('\0').filter((name) => name && existsSync(join(project, name)))) {
    await cp(join(project, file), at(file))
  }
  // A link would be copied as one, and what is removed below would be the project's own.
  const packages = realpathSync(join(project, 'node_modules'))
  await run('cp', ['-al', packages, path]).catch(() => run('cp', ['-a', packages, path]))
  const own = (await readdir(packages)).filter((name) => name.startsWith('.') && name !== '.bin')
  for (const name of own) await rm(at(`node_modules/${name}`), { recursive: true })
  await cp(join(packages, '.package-lock.json'), at('node_modules/.package-lock.json'))

  return {
    at,
    remove,
    /** Resolves with the output; rejects with the output of a failing command. */
    async sh(command: string, env: Record<string, string> = {}): Promise<string> {
      const options = { cwd: path, env: { ...shellEnv, ...env }, maxBuffer: 2 ** 26 }
      const { stdout, stderr } = await run('sh', ['-c', command], options).catch((error) => {
        throw new Error(`${command}\n${error.stdout}${error.stderr}`)
      })
      return stdout + stderr
    },
    /** Starts the product by a command; resolves when it is ready. */
    async start(command: string, env: Record<string, string>) {
      const child = spawn('sh', ['-c', command], {
        ...{ cwd: path, env: { ...shellEnv, ...env }, detached: true },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ended = once(child, 'exit')
      let errors = ''
      child.stderr.on('data', (text) => {
        errors += text
      })
      const url = await new Promise<string>((resolve, reject) => {
        createInterface(child.stdout).on('line', (line) => {
          const ready = line.match(/ready: (\S+)/)
          if (ready?.[1]) resolve(ready[1])
        })
        void ended.then(() => reject(new Error(`${command} ended before it was ready:\n${errors}`)))
      })
      return {
        url,
        /** Sends SIGINT to the process group, like Ctrl-C in a terminal. */
        async stop() {
          process.kill(-(child.pid ?? 0), 'SIGINT')
          await ended
        },
      }
    },
  }
}
export type Clone = Awaited<ReturnType<typeof cloneProject>>
