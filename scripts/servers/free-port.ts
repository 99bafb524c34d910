import { reservePort } from '../../eventing/runtime/replicas/process/reserved-port.ts'

/** A free port of 127.0.0.1 for a server that may restart: reserved until this process ends. */
export async function freePort(): Promise<number> {
  const { port } = await reservePort()
  return port
}
