import { mkdirSync } from 'node:fs'
import type { Broker } from '../../../scripts/servers/kafka/broker.ts'
import { startKafka } from '../../../scripts/servers/kafka/cluster.ts'
import { createPostgres } from '../../../scripts/servers/postgres/server.ts'
import { type Link, startLink } from './link.ts'

/** A server that can be killed, restarted and paused; clients connect through the link. */
export interface Server extends Pick<Broker, 'start' | 'kill' | 'pause' | 'resume'> {
  link: Link
}

export interface Servers {
  servers: Server[]
  /** Settings of runtimes that use the servers. */
  env: Record<string, string>
  /** Addresses that bypass the links. */
  internalAddresses: string[]
}

const none: Servers = { servers: [], env: {}, internalAddresses: [] }

/** Kafka with each broker behind a link. */
export async function startBrokers(brokers: 0 | 3, folder: string): Promise<Servers> {
  if (brokers === 0) return none
  mkdirSync(folder)
  const links: Link[] = []
  const kafka = await startKafka({
    ...{ brokers, folder },
    async inFront(port) {
      const link = await startLink(port)
      links.push(link)
      return link.port
    },
  })
  function linkOf({ address }: Broker): Link {
    const link = links.find(({ port }) => address.endsWith(`:${port}`))
    if (!link) throw new Error(`Expected a link in front of ${address}`)
    return link
  }
  return {
    servers: kafka.brokers.map((broker) => ({ ...broker, link: linkOf(broker) })),
    env: { KAFKA_BROKERS: kafka.addresses },
    internalAddresses: kafka.brokers.map(({ internalAddress }) => internalAddress),
  }
}

/** PostgreSQL behind a link. */
export async function startDatabase(databases: number, folder: string): Promise<Servers> {
  if (databases === 0) return none
  const postgres = await createPostgres({ folder })
  await postgres.start()
  const url = new URL(postgres.url)
  const link = await startLink(Number(url.port))
  url.port = `${link.port}`
  const env = { DATABASE_URL: url.href }
  return { ...none, servers: [{ ...postgres, link }], env }
}
