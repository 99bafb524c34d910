import { expect, test } from 'vitest'
import { toProperties } from './properties.ts'

const ports = [{ clients: 9092, internal: 19092, controller: 29092 }]

function listenersOf(listen?: string): (string | undefined)[] {
  const properties = toProperties({ id: 1, ports, dataDir: '/data', listen })
  return ['listeners', 'advertised.listeners'].map(
    (name) => properties.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1],
  )
}

test('a broker listens on loopback', () => {
  const own = 'INTERNAL://127.0.0.1:19092'

  expect(listenersOf()).toEqual([
    `CLIENTS://127.0.0.1:9092,${own},CONTROLLER://127.0.0.1:29092`,
    `CLIENTS://127.0.0.1:9092,${own}`,
  ])
})

test('on another address only its clients connect, and they are told that address', () => {
  const own = 'INTERNAL://127.0.0.1:19092'

  expect(listenersOf('fd00::5')).toEqual([
    `CLIENTS://[fd00::5]:9092,${own},CONTROLLER://127.0.0.1:29092`,
    `CLIENTS://[fd00::5]:9092,${own}`,
  ])
})
