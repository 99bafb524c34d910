import { reservePort } from '../../eventing/runtime/replicas/process/reserved-port.ts'

/** A port of 127.0.0.1 for a server that is started now, and again and again: it stays reserved until this process ends. */
export async function freePort(): Promise<number> {
  const { port } = await reservePort()
  return port
}
