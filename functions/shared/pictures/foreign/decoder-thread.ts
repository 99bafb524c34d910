import { parentPort, workerData } from 'node:worker_threads'
import type { DecodedForeign, ForeignPicture } from './decode-foreign.ts'

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
    const { default: libheif } = await import('libheif-js/wasm-bundle.js')
    const images = new libheif.HeifDecoder().decode(image)
    const primary = images.find((each) => each.is_primary()) ?? images[0]
    if (!primary) throw new Error('Expected a picture')
    const [width, height] = [primary.get_width(), primary.get_height()]
    const data = new Uint8ClampedArray(width * height * 4)
    const shown = await new Promise((resolve) => primary.display({ data, width, height }, resolve))
    if (shown === null) throw new Error('Expected a picture that can be decoded')
    return { data: new Uint8Array(data.buffer), width, height }
  },

  async bmp(): Promise<DecodedForeign> {
    const { decode } = await import('@cwasm/nsbmp')
    const { data, width, height } = decode(image)
    const pixels = new Uint8Array(data.buffer)
    makeVisible(pixels)
    return { data: pixels, width, height }
  },
}

/** Programs that know of no transparency leave it 0 in all pixels. */
function makeVisible(pixels: Uint8Array): void {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255
}

const decoded = await decoders[format]()
parentPort?.postMessage(decoded, [decoded.data.buffer as ArrayBuffer])
