import { toUrlHost } from '../listen-address.ts'

export interface Ports {
  clients: number
  /** Between brokers. */
  internal: number
  controller: number
  /** Port advertised to clients, if a proxy is in front of the broker; default: `clients`. */
  advertised?: number | undefined
}

export interface NodeOptions {
  /** From 1. */
  id: number
  /** Ports of every node of the cluster, by id. */
  ports: Ports[]
  dataDir: string
  /** Address of the listener for clients, which they are told to use; default: 127.0.0.1. */
  listen?: string | undefined
  /** File with key and certificate: clients use TLS and authenticate. */
  pem?: string | undefined
  user?: User | undefined
}

export interface User {
  name: string
  password: string
}

/** Ports of one node. */
export function portsOf({ id, ports }: Pick<NodeOptions, 'id' | 'ports'>): Ports {
  const own = ports[id - 1]
  if (!own) throw new RangeError(`Expected ports for node ${id}, got those of ${ports.length}`)
  return own
}

/**
 * server.properties of one node, broker and controller in one.
 * https://kafka.apache.org/43/configuration/broker-configs/
 */
export function toProperties({
  id,
  ports,
  dataDir,
  listen = '127.0.0.1',
  pem,
  user,
}: NodeOptions): string {
  const { clients, internal, controller, advertised = clients } = portsOf({ id, ports })
  const replicas = ports.length
  const voters = ports.map((each, n) => `${n + 1}@127.0.0.1:${each.controller}`)
  const listenersAt = (port: number) =>
    `CLIENTS://${toUrlHost(listen)}:${port},INTERNAL://127.0.0.1:${internal}`
  const properties: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': voters.join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    listeners: `${listenersAt(clients)},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': listenersAt(advertised),
    'listener.security.protocol.map': `CLIENTS:${pem ? 'SASL_SSL' : 'PLAINTEXT'},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    'log.dirs': dataDir,
    'default.replication.factor': replicas,
    'min.insync.replicas': Math.min(replicas, 2),
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': Math.min(replicas, 2),
    'transaction.state.log.num.partitions': 3,
    // A group with a single member need not wait for others.
    'group.initial.rebalance.delay.ms': 0,
    // A killed broker can rejoin only after its session has expired.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'log.cleaner.backoff.ms': 200,
    ...(pem && user && saslProperties(pem, user)),
  }
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function saslProperties(pem: string, { name, password }: User) {
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
  return {
    'listener.name.clients.ssl.keystore.type': 'PEM',
    'listener.name.clients.ssl.keystore.location': pem,
    'listener.name.clients.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.clients.plain.sasl.jaas.config': `${plain} user_${name}="${password}";`,
    'listener.name.clients.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.clients.scram-sha-512.sasl.jaas.config': scram,
  }
}
