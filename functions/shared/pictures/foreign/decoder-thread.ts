import { parentPort, workerData } from 'node:worker_threads'
import type { HeifImage } from 'libheif-js/wasm-bundle.js'
import type { DecodedForeign, ForeignPicture } from './decode-foreign.ts'
import { hevcFormat } from './heif-compression.ts'
import { codingOf, planesToRgb } from './planes-to-rgb.ts'

/** Thread that decodes one picture for ./decode-foreign.ts, and sends its pixels, or why it has none. */
const { format, image, maxBytes }: ForeignPicture = workerData
const wasmPageBytes = 65_536

// The decoders print to the console; this project's logs are JSON.
const silent = () => {}
Object.assign(console, { log: silent, error: silent, warn: silent })

const { grow } = WebAssembly.Memory.prototype
WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
  if (this.buffer.byteLength + pages * wasmPageBytes > maxBytes) throw new RangeError('No memory')
  return grow.call(this, pages)
}

const decoders = {
  async heic(): Promise<DecodedForeign> {
    const libheif = await loadLibheif()
    const images = new libheif.HeifDecoder().decode(image)
    const primary = images.find((each) => each.is_primary()) ?? images[0]
    if (!primary) throw new Error('Expected a picture')
    const [width, height] = [primary.get_width(), primary.get_height()]
    const { bits, chromaSubsampling } = hevcFormat(image) ?? {}
    if (primary.has_alpha_channel() || bits !== 8 || chromaSubsampling !== '4:2:0') {
      return showHeic(primary, { width, height })
    }
    // Without its conversion to red, green, blue and alpha libheif takes half of the memory.
    const { heif_colorspace, heif_chroma, heif_channel } = libheif
    const { heif_colorspace_YCbCr: space } = heif_colorspace
    const { heif_chroma_420: chroma } = heif_chroma
    const decoded = await libheif.heif_js_decode_image2(primary.handle, space, chroma)
    const planeOf = (id: unknown) => decoded?.channels?.find((channel) => channel.id === id)
    const y = planeOf(heif_channel.heif_channel_Y)
    const cb = planeOf(heif_channel.heif_channel_Cb)
    const cr = planeOf(heif_channel.heif_channel_Cr)
    if (!y || !cb || !cr) throw new Error('Expected a picture that can be decoded')
    const data = planesToRgb({ y, cb, cr }, { width, height }, codingOf(image))
    return { data, width, height, channels: 3 }
  },

  async bmp(): Promise<DecodedForeign> {
    const { decode } = await import('@cwasm/nsbmp')
    const { data, width, height } = decode(image)
    const pixels = new Uint8Array(data.buffer)
    makeVisible(pixels)
    return { data: pixels, width, height, channels: 4 }
  },
}

/**
 * libheif-js 1.23 gives the planes of colours as many rows as the luma has, twice theirs. Such an array may reach beyond
 * the end of the decoder's memory, as for photos of phones: then it has fewer.
 */
async function loadLibheif() {
  const { Uint8Array: plain } = globalThis
  class WithinMemory extends plain {
    constructor(of: ArrayBuffer, from?: number, length?: number) {
      super(of, from, length && Math.min(length, of.byteLength - (from ?? 0)))
    }
  }
  Object.assign(globalThis, { Uint8Array: WithinMemory })
  try {
    return (await import('libheif-js/wasm-bundle.js')).default
  } finally {
    Object.assign(globalThis, { Uint8Array: plain })
  }
}

/** Pixels by libheif's own conversion. */
async function showHeic(
  picture: HeifImage,
  size: { width: number; height: number },
): Promise<DecodedForeign> {
  const data = new Uint8ClampedArray(size.width * size.height * 4)
  const shown = await new Promise((resolve) => picture.display({ data, ...size }, resolve))
  if (shown === null) throw new Error('Expected a picture that can be decoded')
  return { data: new Uint8Array(data.buffer), ...size, channels: 4 }
}

/** Programs that know of no transparency leave it 0 in all pixels. */
function makeVisible(pixels: Uint8Array): void {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255
}

const decoded = await decoders[format]()
parentPort?.postMessage(decoded, [decoded.data.buffer as ArrayBuffer])
