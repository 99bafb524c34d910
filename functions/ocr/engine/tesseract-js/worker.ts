import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { fromLangPath } from './lang-path.ts'
import { returnWordsAsTsv } from './words.ts'

// The engine logs plain text to the console, which it captures when it is loaded; this project's logs are JSON.
const silent = () => {}
Object.assign(console, { log: silent, error: silent, warn: silent })

const require = createRequire(import.meta.url)
const { dispatchHandlers, setAdapter } = require('tesseract.js/src/worker-script/index.js')
const getCore = require('tesseract.js/src/worker-script/node/getCore.js')
const gunzip = require('tesseract.js/src/worker-script/node/gunzip.js')
const { readCache } = require('tesseract.js/src/worker-script/node/cache.js')
const { LSTM_ONLY } = require('tesseract.js/src/constants/OEM.js')

// The adapter of tesseract.js for Node, except that each language's data may have its own folder, and that the core
// has the LSTM engine only: the default one, with the legacy engines, takes 130 ms more to start and 20 MB more
// (https://github.com/naptha/tesseract.js/issues/1034).
setAdapter({
  async getCore(_: unknown, corePath: unknown, response: unknown) {
    const start = await getCore(LSTM_ONLY, corePath, response)
    return async (options: unknown) => returnWordsAsTsv(await start(options))
  },
  gunzip,
  readCache: (requested: string) => readCache(fromLangPath(requested)),
})
parentPort?.on('message', (packet) =>
  dispatchHandlers(packet, (answer: unknown) => parentPort?.postMessage(answer)),
)
