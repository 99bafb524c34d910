import { expect, test } from 'vitest'
import { isTlsFault } from './tls-fault.ts'

const withCode = (code: string) => Object.assign(new Error('no'), { code })

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
])('%s is a TLS fault', (code) => {
  expect(isTlsFault(withCode(code))).toBe(true)
})

test.each(['CERT_NOT_YET_VALID', 'ECONNREFUSED', 'ETIMEDOUT'])('%s is not a TLS fault', (code) => {
  expect(isTlsFault(withCode(code))).toBe(false)
})

test('an error without a code and a string are not TLS faults', () => {
  expect(isTlsFault(new Error('CERT_HAS_EXPIRED'))).toBe(false)
  expect(isTlsFault('CERT_HAS_EXPIRED')).toBe(false)
})
