import { mkdirSync } from 'node:fs'
import type { Broker } from '../../../scripts/kafka/broker.ts'
import { startKafka } from '../../../scripts/kafka/cluster.ts'
import { createPostgres } from '../../../scripts/postgres/server.ts'
import { type Link, startLink } from './link.ts'

/** What can be killed, started again and held; its clients come by the link. */
export interface Server extends Pick<Broker, 'start' | 'kill' | 'pause' | 'resume'> {
  link: Link
}

export interface Brokers {
  servers: Server[]
  /** For KAFKA_BROKERS: the links. */
  addresses: string
  /** Past the links. */
  internalAddresses: string[]
}

/** A real Kafka of three brokers, each behind a link. */
export async function startBrokers(folder: string): Promise<Brokers> {
  mkdirSync(folder)
  const links: Link[] = []
  const { brokers, addresses } = await startKafka({
    brokers: 3,
    folder,
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
    servers: brokers.map((broker) => ({ ...broker, link: linkOf(broker) })),
    addresses,
    internalAddresses: brokers.map(({ internalAddress }) => internalAddress),
  }
}

export interface Database {
  server: Server
  /** For DATABASE_URL: the link. */
  url: string
}

/** A real PostgreSQL behind a link. */
export async function startDatabase(folder: string): Promise<Database> {
  const postgres = await createPostgres({ folder })
  await postgres.start()
  const url = new URL(postgres.url)
  const link = await startLink(Number(url.port))
  url.port = `${link.port}`
  return { server: { ...postgres, link }, url: url.href }
}
