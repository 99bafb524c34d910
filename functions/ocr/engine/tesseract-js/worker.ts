import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { fromLangPath } from './lang-path.ts'
import { returnWordsAsTsv } from './words.ts'

// The engine logs plain text to the console, which it captures when it is loaded; this project's logs are JSON.
const silent = () => {}
Object.assign(console, { log: silent, error: silent, warn: silent })

// Not `require`: a bundle has its own.
const requirePackage = createRequire(import.meta.url)
const { dispatchHandlers, setAdapter } = requirePackage('tesseract.js/src/worker-script/index.js')
const getCore = requirePackage('tesseract.js/src/worker-script/node/getCore.js')
const gunzip = requirePackage('tesseract.js/src/worker-script/node/gunzip.js')
const { readCache } = requirePackage('tesseract.js/src/worker-script/node/cache.js')
const { LSTM_ONLY } = requirePackage('tesseract.js/src/constants/OEM.js')

// Tesseract's innermost loops call small functions, many of them virtual. V8 inlines indirect calls with a constant
// target: 6% less CPU for a page. It is the default since V8 13.7: https://v8.dev/blog/wasm-speculative-optimizations.
// In a process that has compiled other WASM, such as Node's type stripping or `fetch`, the flag crashes V8; on the
// command line it invalidates the compiled code in Node's binary, and each process starts 30 ms later.
const isBundled = process.argv[1]?.endsWith('.mjs')

// The adapter of tesseract.js for Node, except that each language's data may have its own folder, and that the core
// has the LSTM engine only: the default one, with the legacy engines, takes 130 ms more to start and 20 MB more
// (https://github.com/naptha/tesseract.js/issues/1034).
setAdapter({
  async getCore(_: unknown, corePath: unknown, response: unknown) {
    if (isBundled) setFlagsFromString('--wasm-inlining-call-indirect')
    const start = await getCore(LSTM_ONLY, corePath, response)
    return async (options: unknown) => returnWordsAsTsv(await start(options))
  },
  gunzip,
  readCache: (requested: string) => readCache(fromLangPath(requested)),
})
parentPort?.on('message', (packet) =>
  dispatchHandlers(packet, (answer: unknown) => parentPort?.postMessage(answer)),
)
