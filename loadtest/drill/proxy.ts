import { Transform } from 'node:stream'
import { type Direction, startRelay } from './stage/relay.ts'

/** Which way connections are cut: while a request goes up, or while its answer comes down. */
export type Cut = 'upload' | 'answer'

/** A TCP proxy between clients and the gateway, with scissors. */
export async function startProxy(target: string, random: () => number) {
  let cutting: Cut | null = null
  let cuts = 0

  /** Passes bytes on; while its direction is cut, one piece in three comes only in part, and then the end. */
  function scissors(direction: Direction): Transform {
    const cut = direction === 'up' ? 'upload' : 'answer'
    return new Transform({
      transform(piece: Buffer, _, done) {
        if (cutting !== cut || random() % 3 !== 0) return done(null, piece)
        cuts += 1
        this.push(piece.subarray(0, random() % piece.length))
        // What is left of it goes out before everything is torn down.
        setTimeout(() => done(new Error('cut')), 5)
      },
    })
  }

  const relay = await startRelay(Number(new URL(target).port), scissors)
  return {
    url: `http://127.0.0.1:${relay.port}`,
    cut(direction: Cut | null) {
      cutting = direction
    },
    cuts: () => cuts,
    close: relay.close,
  }
}
export type CuttingProxy = Awaited<ReturnType<typeof startProxy>>
