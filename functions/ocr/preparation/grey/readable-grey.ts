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

/** Times the letters that are found in luminance, on white. */
const clearlyMore = 1.1

export interface PrintedGrey extends Grey {
  print: Print
}

/**
 * A picture in grey: its luminance, on white. Where it is transparent it stands on black if more
 * letters are found there, and where luminance has no contrast, red, green or blue is taken alone
 * if more letters are found in it.
 */
export async function readableGrey(samples: Samples): Promise<PrintedGrey> {
  const grounds: Ground[] = isTransparent(samples) ? ['#fff', '#000'] : ['#fff']
  const clearer = isColoured(samples) ? clearerChannels(samples) : []
  const channels: Channel[] = ['luminance', ...clearer]
  let best: PrintedGrey | null = null
  for (const ground of grounds) {
    for (const channel of channels) {
      const grey = await greyOf(samples, { channel, ground })
      const one = { ...grey, print: printOf(grey) }
      if (!best || countOf(one) > clearlyMore * countOf(best)) best = one
    }
  }
  if (!best) throw new Error('Expected a ground and a channel')
  return best
}

function countOf({ print }: PrintedGrey): number {
  return print.size?.count ?? 0
}
