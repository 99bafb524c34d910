import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../free-port.ts'
import { toUrlHost } from '../listen-address.ts'
import { untilSays } from '../until-says.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { createSignals, untilGone } from './signals.ts'

const run = promisify(execFile)

export interface PostgresServer {
  /** Value for DATABASE_URL, with user and password. */
  url: string
  /** Starts on the existing data; resolves when it accepts connections. */
  start(): Promise<void>
  /** Closes connections and shuts down gracefully. */
  stop(): Promise<void>
  /** SIGKILL of all its processes; resolves when they have ended. */
  kill(): Promise<void>
  /** SIGSTOP of all its processes. */
  pause(): void
  resume(): void
  /** Kills the server if it runs, and removes its data. */
  remove(): Promise<void>
}

export interface ServerOptions {
  /** Created if it does not exist; default: a temporary one. */
  folder?: string
  /** Default: 127.0.0.1. */
  listen?: string
  /** Default: a free port. */
  port?: number
  /** https://www.postgresql.org/docs/current/runtime-config.html */
  settings?: Record<string, string>
}

const user = 'glyphflow'
const password = 'glyphflow'

/** PostgreSQL from npm's binaries; not yet started. It ends with this process. */
export async function createPostgres(options: ServerOptions = {}): Promise<PostgresServer> {
  const binaries = findBinaries()
  if (!binaries) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`)
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'glyphflow-postgres-')))
  const data = join(folder, 'data')
  // From any address that reaches the server, with the password.
  const accessFile = join(folder, 'pg_hba.conf')
  const { listen = '127.0.0.1' } = options
  const port = options.port ?? (await freePort())
  if (!existsSync(data)) await initialise(binaries, folder, data)

  let guard: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()
  const signals = createSignals(join(data, 'postmaster.pid'))

  const server: PostgresServer = {
    url: `postgres://${user}:${password}@${toUrlHost(listen)}:${port}/postgres`,
    async start() {
      await writeFile(accessFile, 'host all all all scram-sha-256\n')
      const own = { listen_addresses: listen, hba_file: accessFile, port: String(port) }
      const settings = { ...fixedSettings, ...own, ...options.settings }
      const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      const command = asOrdinaryUser(binaries.postgres, ['-D', data, ...flags])
      // Own process group: Ctrl-C in a terminal reaches only the parent process, which then stops the server.
      const child = spawn('/bin/sh', [join(import.meta.dirname, 'guard.sh'), ...command], {
        stdio: ['pipe', 'ignore', 'pipe'],
        detached: true,
      })
      guard = child
      ended = once(child, 'exit')
      await untilSays(child, 'ready to accept connections', 'PostgreSQL')
    },
    async stop() {
      signals.toFirst('SIGINT')
      await ended
    },
    async kill() {
      const pids = signals.toAll('SIGKILL')
      await ended
      // They share memory, and the next server does not start while one of them holds it.
      await untilGone(pids)
    },
    pause: () => void signals.toAll('SIGSTOP'),
    resume: () => void signals.toAll('SIGCONT'),
    async remove() {
      if (guard?.exitCode === null && guard.signalCode === null) await server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return server
}

const fixedSettings = {
  unix_socket_directories: '',
  // In the data folder, which is removed; a killed server leaves files in /dev/shm behind.
  dynamic_shared_memory_type: 'mmap',
}

async function initialise({ initdb }: Binaries, folder: string, data: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const unfinished = `${data}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  const [command = '', ...args] = asOrdinaryUser(initdb, [
    ...['-D', unfinished, '-U', user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale=C', '--no-sync'],
  ])
  await run(command, args)
  await rm(passwordFile)
  await rename(unfinished, data)
}

/**
 * PostgreSQL refuses to run as root. The user nobody could not access a project or a data folder in root's home, so
 * the process keeps that capability; the last flag keeps it across the change of user.
 * https://man7.org/linux/man-pages/man7/capabilities.7.html
 */
function asOrdinaryUser(command: string, args: string[]): string[] {
  if (process.getuid?.() !== 0) return [command, ...args]
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups']
  const reach = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const keepCapabilities = '--securebits=+no_setuid_fixup'
  return ['setpriv', ...nobody, ...reach, keepCapabilities, command, ...args]
}
