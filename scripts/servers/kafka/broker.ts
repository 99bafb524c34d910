import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toUrlHost } from '../listen-address.ts'
import { untilSays } from '../until-says.ts'
import { runJava, startJava } from './java.ts'
import { type NodeOptions, portsOf, toProperties } from './properties.ts'

/** A broker of a cluster, which is also a controller. */
export interface Broker {
  /** host:port for clients, the same after each start. */
  address: string
  /** host:port of the listener between brokers, which bypasses any proxy for clients. */
  internalAddress: string
  /** Starts on the existing data; resolves when it answers. */
  start(): Promise<void>
  /** Graceful; resolves when the process has ended. */
  stop(): Promise<void>
  /** kill -9; resolves when the process has ended. */
  kill(): Promise<void>
  /** Suspends the process, with open connections, until `resume`. */
  pause(): void
  resume(): void
}

/** For tests and trials: any 16 bytes. */
const clusterId = Buffer.from('GlyphflowKafka01').toString('base64url')

/** Prepares a broker, on the existing data of its folder or a new one. */
export async function createBroker(
  folder: string,
  options: Omit<NodeOptions, 'dataDir'>,
): Promise<Broker> {
  const dataDir = join(folder, `broker-${options.id}`)
  const properties = join(folder, `broker-${options.id}.properties`)
  await mkdir(dataDir, { recursive: true })
  // Contains a user's password.
  await writeFile(properties, toProperties({ ...options, dataDir }), { mode: 0o600 })
  const { user } = options
  const scram = user ? `[name=${user.name},password=${user.password}]` : ''
  await runJava('kafka.tools.StorageTool', [
    ...['format', '--cluster-id', clusterId, '--config', properties, '--ignore-formatted'],
    ...(user
      ? ['--add-scram', `SCRAM-SHA-256=${scram}`, '--add-scram', `SCRAM-SHA-512=${scram}`]
      : []),
  ])
  const { clients, internal, advertised = clients } = portsOf(options)
  let child: ChildProcess | undefined

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill(signal)
    await ended
  }

  return {
    address: `${toUrlHost(options.listen ?? '127.0.0.1')}:${advertised}`,
    internalAddress: `127.0.0.1:${internal}`,
    async start() {
      child = await startJava('kafka.Kafka', [properties], { log: 'info' })
      await untilSays(child, 'Kafka Server started', 'Kafka')
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pause() {
      child?.kill('SIGSTOP')
    },
    resume() {
      child?.kill('SIGCONT')
    },
  }
}
