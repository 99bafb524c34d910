import { type AddressInfo, connect, createServer } from 'node:net'
import { pipeline, Transform } from 'node:stream'

/** Which way connections are cut: while a request goes up, or while its answer comes down. */
export type Cut = 'upload' | 'answer'

/** A TCP proxy between clients and the gateway, with scissors. */
export async function startProxy(target: string, random: () => number) {
  const { port } = new URL(target)
  let cutting: Cut | null = null
  let cuts = 0

  /** Passes bytes on; while its direction is cut, one piece in three comes only in part, and then the end. */
  function scissors(direction: Cut): Transform {
    return new Transform({
      transform(piece: Buffer, _, done) {
        if (cutting !== direction || random() % 3 !== 0) return done(null, piece)
        cuts += 1
        this.push(piece.subarray(0, random() % piece.length))
        // What is left of it goes out before everything is torn down.
        setTimeout(() => done(new Error('cut')), 5)
      },
    })
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1')
    const tearDown = () => {
      client.destroy()
      upstream.destroy()
    }
    pipeline(client, scissors('upload'), upstream, tearDown)
    pipeline(upstream, scissors('answer'), client, tearDown)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${address.port}`,
    cut(direction: Cut | null) {
      cutting = direction
    },
    cuts: () => cuts,
    close: () => server.close(),
  }
}
export type CuttingProxy = Awaited<ReturnType<typeof startProxy>>
