import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { serve, stopSignal } from './serve.ts'

/** Function that accepts at most 1000 bytes; it prints its port, and `closed` at the end. */
const app = new Hono()
app.use(bodyLimit({ maxSize: 1000 }))
const port = await serve({
  app,
  host: '127.0.0.1',
  port: 0,
  stopping: stopSignal(),
  close: () => void process.stdout.write('closed\n'),
})
process.stdout.write(`${port}\n`)
