import { readdir, readFile, readlink } from 'node:fs/promises'

/** Ports of listening IPv4 sockets by inode: `man 5 proc_net`. Linux only. */
async function listeningSockets(): Promise<Map<string, number>> {
  const lines = (await readFile('/proc/net/tcp', 'utf8')).trim().split('\n').slice(1)
  const fields = lines.map((line) => line.trim().split(/\s+/))
  const listens = fields.filter(([, , , state]) => state === '0A')
  return new Map(
    listens.map(([, local = '', , , , , , , , inode = '']) => [
      inode,
      Number.parseInt(local.split(':')[1] ?? '', 16),
    ]),
  )
}

async function socketsOf(pid: number): Promise<string[]> {
  const files = await readdir(`/proc/${pid}/fd`)
  const targets = await Promise.all(
    files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')),
  )
  return targets.flatMap((target) => target.match(/^socket:\[(\d+)\]$/)?.[1] ?? [])
}

/** IPv4 ports on which a process listens. */
export async function listeningPorts(pid: number): Promise<number[]> {
  const [ports, sockets] = await Promise.all([listeningSockets(), socketsOf(pid)])
  return sockets.flatMap((inode) => ports.get(inode) ?? [])
}
