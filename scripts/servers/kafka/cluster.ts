import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificate } from '../certificate.ts'
import { freePort } from '../free-port.ts'
import { type Broker, createBroker } from './broker.ts'
import type { Ports, User } from './properties.ts'

export interface KafkaOptions {
  /** 1, or 3: then with replication 3 and min.insync.replicas 2. */
  brokers?: 1 | 3
  /** Persistent data folder; default: a temporary one, removed by `stop`. */
  folder?: string
  /** Address of the listeners for clients; default: 127.0.0.1. */
  listen?: string
  /** Ports of each broker; default: free ones. */
  ports?: Ports[]
  /** Puts a proxy between clients and a broker's port; resolves with the port to advertise. */
  inFront?: (port: number) => Promise<number>
  /** Clients use TLS and authenticate as this user, by PLAIN or SCRAM. */
  user?: User
}

export interface RunningKafka {
  /** Value for KAFKA_BROKERS. */
  addresses: string
  brokers: Broker[]
  /** CA file for clients; null without TLS. */
  caFile: string | null
  stop(): Promise<void>
}

/** Starts Apache Kafka; resolves when it answers. It ends with this process. */
export async function startKafka(options: KafkaOptions = {}): Promise<RunningKafka> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'glyphflow-kafka-')))
  const own = options.ports ?? (await freePorts(options.brokers ?? 1))
  const ports = await Promise.all(
    own.map(async (each) => ({ ...each, advertised: await options.inFront?.(each.clients) })),
  )
  const certificate = options.user ? await makeCertificate(folder) : null
  const node = { ports, listen: options.listen, user: options.user, pem: certificate?.both }
  const brokers = await Promise.all(
    ports.map((_, index) => createBroker(folder, { ...node, id: index + 1 })),
  )
  await Promise.all(brokers.map((broker) => broker.start()))
  return {
    addresses: brokers.map(({ address }) => address).join(','),
    brokers,
    caFile: certificate?.certificate ?? null,
    async stop() {
      const isKept = options.folder !== undefined
      await Promise.all(brokers.map((broker) => (isKept ? broker.stop() : broker.kill())))
      if (!isKept) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function freePorts(nodes: number): Promise<Ports[]> {
  const found = new Set<number>()
  while (found.size < nodes * 3) found.add(await freePort())
  const ports = [...found]
  return Array.from({ length: nodes }, (_, n) => {
    const [clients = 0, internal = 0, controller = 0] = ports.slice(n * 3)
    return { clients, internal, controller }
  })
}
