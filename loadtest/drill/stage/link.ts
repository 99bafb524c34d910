import { Transform } from 'node:stream'
import { startRelay } from './relay.ts'

/** How a link is broken: connections end and none lasts; or nothing passes, and nobody is told. */
export type LinkBreak = 'cut' | 'silence'

/** A TCP link to a port of this machine that can be broken, and mended: what was held back in silence comes then. */
export async function startLink(port: number) {
  let isCut = false
  let cuts = 0
  let passes = Promise.resolve()
  let speakAgain = () => {}

  function valve(): Transform {
    return new Transform({
      transform(piece: Buffer, _, done) {
        if (isCut) return done(new Error('cut'))
        void passes.then(() => done(null, piece))
      },
    })
  }

  const relay = await startRelay(port, valve)
  return {
    port: relay.port,
    break(how: LinkBreak) {
      if (how === 'cut') {
        isCut = true
        cuts += relay.endAll()
      } else {
        const silence = Promise.withResolvers<void>()
        passes = silence.promise
        speakAgain = silence.resolve
      }
    },
    /** Harmless where it is whole. */
    mend() {
      isCut = false
      speakAgain()
    },
    /** How many connections were cut. */
    cuts: () => cuts,
    close: relay.close,
  }
}
export type Link = Awaited<ReturnType<typeof startLink>>
