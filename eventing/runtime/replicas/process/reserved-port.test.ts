import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { listen } from '../../../../functions/shared/http/serve.ts'
import { reservePort } from './reserved-port.ts'

/** Makes the random draws return these ports in turn, then any. */
function draw(...ports: number[]) {
  const random = vi.spyOn(Math, 'random')
  for (const port of ports) random.mockReturnValueOnce((port - 20_000 + 0.5) / 10_000)
  onTestFinished(() => random.mockRestore())
}

test('a reserved port can be listened on, and is not reserved twice', async () => {
  const first = await reservePort()
  const server = createServer()
  await listen(server, '127.0.0.1', first.port)
  server.close()
  await once(server, 'close')

  draw(first.port, 23_456)
  const second = await reservePort()

  expect(second.port).not.toBe(first.port)
  first.release()
  second.release()
})

test('a released port, even released twice, can be reserved again', async () => {
  const first = await reservePort()
  first.release()
  first.release()

  draw(first.port)
  const second = await reservePort()

  expect(second.port).toBe(first.port)
  second.release()
})

test('a port in use is not reserved', async () => {
  const { port, release } = await reservePort()
  release()
  const server = createServer()
  await listen(server, '127.0.0.1', port)
  onTestFinished(() => void server.close())

  draw(port)
  const other = await reservePort()

  expect(other.port).not.toBe(port)
  other.release()
})

test('a port reserved by another process is not reserved until that ends', async () => {
  const other = fork(new URL('./reserved-port.fixture.ts', import.meta.url))
  const [port] = await once(other, 'message')

  draw(port)
  const reservedHere = await reservePort()
  other.kill('SIGKILL')
  await once(other, 'exit')
  draw(port)
  const afterwards = await reservePort()

  expect(reservedHere.port).not.toBe(port)
  expect(afterwards.port).toBe(port)
  reservedHere.release()
  afterwards.release()
})
