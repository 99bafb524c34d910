import { expect, test } from 'vitest'
import { refusalOfListen, toUrlHost, warningOfListen } from './listen-address.ts'

test.each(['127.0.0.1', '198.51.100.1', '::1', 'fd00::5'])('%s is accepted', (address) => {
  expect(refusalOfListen(address)).toBeNull()
})

test.each(['0.0.0.0', '::', '0:0:0:0:0:0:0:0', 'node-1', '', '198.51.100.1:9092'])(
  '%j is refused: clients have to connect to it',
  (address) => {
    expect(refusalOfListen(address)).toContain(`got "${address}"`)
  },
)

test('an IPv6 address is in brackets before a port', () => {
  expect([toUrlHost('fd00::5'), toUrlHost('198.51.100.1')]).toEqual(['[fd00::5]', '198.51.100.1'])
})

test('an address that other machines reach draws a warning', () => {
  const warned = ['127.0.0.1', '::1', '198.51.100.1', 'fd00::5'].filter(warningOfListen)

  expect(warned).toEqual(['198.51.100.1', 'fd00::5'])
})
