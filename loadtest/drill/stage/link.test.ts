import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startLink } from './link.ts'

/** A link to an echo server. */
async function linkToEcho() {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const link = await startLink((server.address() as AddressInfo).port)
  onTestFinished(() => {
    link.close()
    server.close()
  })
  return link
}

/** A connection with the received text and whether it has ended. */
function open(port: number) {
  const socket: Socket = connect(port, '127.0.0.1')
  const seen = { socket, text: '', hasEnded: false }
  socket.setEncoding('utf8').on('data', (text) => {
    seen.text += text
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    seen.hasEnded = true
  })
  onTestFinished(() => void socket.destroy())
  return seen
}

test('a link passes bytes both ways', async () => {
  const { port } = await linkToEcho()
  const client = open(port)

  client.socket.write('hello')

  await expect.poll(() => client.text).toBe('hello')
})

test('a cut closes connections and every new one; after mending, new connections last', async () => {
  const link = await linkToEcho()
  const before = open(link.port)
  before.socket.write('a')
  await expect.poll(() => before.text).toBe('a')

  link.break('cut')
  const meanwhile = open(link.port)
  meanwhile.socket.write('b')
  await expect.poll(() => before.hasEnded && meanwhile.hasEnded).toBe(true)
  link.mend()
  const after = open(link.port)
  after.socket.write('c')

  await expect.poll(() => after.text).toBe('c')
  expect(meanwhile.text).toBe('')
})

test('in silence no data passes and no connection ends; after mending, the data arrives', async () => {
  const link = await linkToEcho()
  const other = await linkToEcho()
  const [held, heldAtOnce, free] = [open(link.port), open(link.port), open(other.port)]
  held.socket.write('a')
  await expect.poll(() => held.text).toBe('a')

  link.break('silence')
  held.socket.write('b')
  heldAtOnce.socket.write('c')
  free.socket.write('d')
  await expect.poll(() => free.text).toBe('d')
  const inSilence = [held.text, heldAtOnce.text, held.hasEnded, heldAtOnce.hasEnded]
  link.mend()

  await expect.poll(() => [held.text, heldAtOnce.text]).toEqual(['ab', 'c'])
  expect(inSilence).toEqual(['a', '', false, false])
})

test('a connection that its client closes in silence does not affect others after mending', async () => {
  const link = await linkToEcho()
  const [given, kept] = [open(link.port), open(link.port)]
  link.break('silence')
  given.socket.write('a')
  given.socket.destroy()
  await expect.poll(() => given.hasEnded).toBe(true)

  link.mend()
  kept.socket.write('b')

  await expect.poll(() => kept.text).toBe('b')
})
