import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { fromLangPath } from './lang-path.ts'
import { tellWordsAsTsv } from './words.ts'

// The engine writes what it thinks of a picture to the console, which it takes hold of as it is loaded; a log of
// ours is JSON.
const silent = () => {}
Object.assign(console, { log: silent, error: silent, warn: silent })

const require = createRequire(import.meta.url)
const { dispatchHandlers, setAdapter } = require('tesseract.js/src/worker-script/index.js')
const getCore = require('tesseract.js/src/worker-script/node/getCore.js')
const gunzip = require('tesseract.js/src/worker-script/node/gunzip.js')
const { readCache } = require('tesseract.js/src/worker-script/node/cache.js')
const { LSTM_ONLY } = require('tesseract.js/src/constants/OEM.js')

// As tesseract.js does for Node itself, but that each language's data may lie in a place of its own, and for
// the core: it takes the one with the engines of old, which takes 130 ms longer to start and 20 MB more
// (https://github.com/naptha/tesseract.js/issues/1034).
setAdapter({
  async getCore(_: unknown, corePath: unknown, response: unknown) {
    const start = await getCore(LSTM_ONLY, corePath, response)
    return async (options: unknown) => tellWordsAsTsv(await start(options))
  },
  gunzip,
  readCache: (asked: string) => readCache(fromLangPath(asked)),
})
parentPort?.on('message', (packet) =>
  dispatchHandlers(packet, (answer: unknown) => parentPort?.postMessage(answer)),
)
