import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { pipeline, Transform } from 'node:stream'
import { createRandom } from '../../make-samples/random.ts'

/**
 * How a link is broken.
 *
 *   cut       connections are closed, and new ones too
 *   silence   no data passes, and connections stay open
 *   upload    connections close while a request is sent: one chunk in three is truncated
 *   answer    the same while a response is sent
 */
export type LinkBreak = 'cut' | 'silence' | 'upload' | 'answer'

/** TCP link to a local port that can be broken and mended; data held back in silence passes after mending. */
export async function startLink(port: number, random = createRandom('cuts')) {
  let broken: LinkBreak | null = null
  let cuts = 0
  let passes = Promise.resolve()
  let speakAgain = () => {}

  function valve(direction: 'upload' | 'answer'): Transform {
    return new Transform({
      transform(piece: Buffer, _, done) {
        if (broken === 'cut') return done(new Error('cut'))
        if (broken === direction && random() % 3 === 0) {
          cuts += 1
          this.push(piece.subarray(0, random() % piece.length))
          // Lets the truncated chunk be sent before the teardown.
          return void setTimeout(() => done(new Error('cut')), 5)
        }
        void passes.then(() => done(null, piece))
      },
    })
  }

  const clients = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    const tearDown = () => {
      client.destroy()
      upstream.destroy()
    }
    clients.add(client)
    client.once('close', () => clients.delete(client))
    pipeline(client, valve('upload'), upstream, tearDown)
    pipeline(upstream, valve('answer'), client, tearDown)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo

  function endAll(): number {
    for (const client of clients) client.destroy()
    return clients.size
  }
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    break(how: LinkBreak) {
      broken = how
      if (how === 'cut') cuts += endAll()
      if (how !== 'silence') return
      const silence = Promise.withResolvers<void>()
      passes = silence.promise
      speakAgain = silence.resolve
    },
    /** No effect on a working link. */
    mend() {
      broken = null
      speakAgain()
    },
    /** Number of connections cut. */
    cuts: () => cuts,
    close() {
      server.close()
      endAll()
    },
  }
}
export type Link = Awaited<ReturnType<typeof startLink>>
