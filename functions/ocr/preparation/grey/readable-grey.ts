import type { Grey } from '../pixels.ts'
import { type Print, printOf } from '../print/print.ts'
import { clearerChannels } from './contrast.ts'
import {
  type Channel,
  type Ground,
  greyOf,
  isColoured,
  isTransparent,
  type Samples,
} from './samples.ts'

/** Letters that another rendering must have, as a multiple of the best candidate before it. */
const minLetterRatio = 1.1

export interface PrintedGrey extends Grey {
  print: Print
}

/**
 * Picture in grey: luminance on white. A transparent picture is flattened onto black, and a picture
 * without contrast in luminance is reduced to red, green or blue, if more letters are found that way.
 */
export async function readableGrey(samples: Samples): Promise<PrintedGrey> {
  const grounds: Ground[] = isTransparent(samples) ? ['#fff', '#000'] : ['#fff']
  const clearer = isColoured(samples) ? clearerChannels(samples) : []
  const channels: Channel[] = ['luminance', ...clearer]
  let best: PrintedGrey | null = null
  for (const ground of grounds) {
    for (const channel of channels) {
      const grey = await greyOf(samples, { channel, ground })
      const candidate = { ...grey, print: printOf(grey) }
      if (!best || countOf(candidate) > minLetterRatio * countOf(best)) best = candidate
    }
  }
  if (!best) throw new Error('Expected a ground and a channel')
  return best
}

function countOf({ print }: PrintedGrey): number {
  return print.size?.count ?? 0
}
