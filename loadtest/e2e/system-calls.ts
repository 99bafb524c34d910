/** An accepted upload in the runtime's trace, with the syncs between its request and its 202. */
export interface AcceptedUpload {
  /** Completed fsyncs of each database, by any process. */
  syncs: { log: number; store: number }
}

/**
 * Parses strace's output; the process that owns the log also answers clients, each on its own connection.
 *
 *   580 read(38<socket:[902]>, "POST /v1/documents HTTP/1.1"..., 65536) = 32584
 *   596 fsync(23</data/store.sqlite-wal> <unfinished ...>
 *   596 <... fsync resumed>)              = 0
 *   580 fsync(24</data/log.sqlite-wal>) = 0
 *   580 writev(38<socket:[902]>, [{iov_base="HTTP/1.1 202 Accepted\r\n"..., iov_len=854}], 2) = 927
 */
export function acceptedUploads(trace: string): AcceptedUpload[] {
  const accepted: AcceptedUpload[] = []
  const open = new Map<string, AcceptedUpload>()
  let runtime: string | null = null
  for (const { pid, call } of callsOf(trace)) {
    runtime ??= pid
    const [, synced = ''] = /^f(?:data)?sync\(\d+<([^>]+)>\) += 0/.exec(call) ?? []
    for (const { syncs } of open.values()) {
      if (synced.endsWith('/log.sqlite-wal')) syncs.log += 1
      if (synced.endsWith('/store.sqlite-wal')) syncs.store += 1
    }
    if (pid !== runtime) continue
    const [, connection = '', sent = ''] = /^(?:read|writev?)\((\d+<[^>]+>), (.*)/.exec(call) ?? []
    if (sent.startsWith('"POST /v1/documents '))
      open.set(connection, { syncs: { log: 0, store: 0 } })
    const upload = open.get(connection)
    if (upload && /^(\[\{iov_base=)?"HTTP\/1\.1 202 /.test(sent)) {
      accepted.push(upload)
      open.delete(connection)
    }
  }
  return accepted
}

/** Joins calls that strace reports in two parts. A write counts from its first part, other calls from the second. */
function* callsOf(trace: string): Generator<{ pid: string; call: string }> {
  const begun = new Map<string, string>()
  for (const line of trace.split('\n')) {
    const [, pid = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const [, beginning] = /^(.*) <unfinished \.\.\.>$/.exec(call) ?? []
    const [, end] = /^<\.\.\. \w+ resumed>(.*)$/.exec(call) ?? []
    if (beginning !== undefined) {
      begun.set(pid, beginning)
      if (beginning.startsWith('write')) yield { pid, call: beginning }
    } else if (end !== undefined) {
      yield { pid, call: `${begun.get(pid) ?? ''}${end}` }
    } else if (pid !== '') {
      yield { pid, call }
    }
  }
}
