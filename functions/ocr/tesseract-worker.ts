import { createRequire } from 'node:module'

// Picture libraries in the engine write what they think of a broken picture to the console, which it
// takes hold of as it is loaded. The picture's page says it; a log of ours is JSON.
const silent = () => {}
Object.assign(console, { log: silent, error: silent, warn: silent })

createRequire(import.meta.url)('tesseract.js/src/worker-script/node/index.js')
