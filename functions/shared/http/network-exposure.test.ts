import { expect, test } from 'vitest'
import { SettingsError } from '../settings/env.ts'
import { requireProtection } from './network-exposure.ts'

test.each(['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]'])('%s needs no token', (HOST) => {
  expect(() => requireProtection({ HOST, ALLOW_ANONYMOUS: false })).not.toThrow()
})

test.each(['0.0.0.0', '::', '192.168.1.5', '127.example.com', '1270.0.0.1'])(
  '%s needs a token or ALLOW_ANONYMOUS',
  (HOST) => {
    expect(() => requireProtection({ HOST, ALLOW_ANONYMOUS: false })).toThrow(SettingsError)
    expect(() => requireProtection({ HOST, ALLOW_ANONYMOUS: false })).toThrow(/HOST/)
    expect(() => requireProtection({ HOST, ALLOW_ANONYMOUS: false, API_TOKEN: 'x' })).not.toThrow()
    expect(() => requireProtection({ HOST, ALLOW_ANONYMOUS: true })).not.toThrow()
  },
)

test('behind Knative’s ingress a loopback address needs a token or ALLOW_ANONYMOUS too', () => {
  const inPod = { HOST: '127.0.0.1', K_SERVICE: 'gateway', ALLOW_ANONYMOUS: false }

  expect(() => requireProtection(inPod)).toThrow(
    'Expected API_TOKEN, or ALLOW_ANONYMOUS=1, because Knative exposes Service gateway',
  )
  expect(() => requireProtection({ ...inPod, API_TOKEN: 'x' })).not.toThrow()
  expect(() => requireProtection({ ...inPod, ALLOW_ANONYMOUS: true })).not.toThrow()
})
