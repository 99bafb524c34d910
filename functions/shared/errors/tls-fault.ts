/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and OpenSSL's own */
const codes =
  /CERT|CRL|VERIFY|ISSUER|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH|ERR_SSL|ERR_TLS|EPROTO/

/** A clock that is behind, for one, and it gets set. */
const mendsItself = /NOT_YET_VALID/

/** Whether the other side's certificate or way of speaking TLS is not taken, which no waiting mends. */
export function isTlsFault(error: unknown): error is Error {
  if (!(error instanceof Error && 'code' in error)) return false
  const code = String(error.code)
  return codes.test(code) && !mendsItself.test(code)
}
