/** Codes of https://nodejs.org/api/tls.html#x509-certificate-error-codes and of OpenSSL. */
const codes =
  /CERT|CRL|VERIFY|ISSUER|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH|ERR_SSL|ERR_TLS|EPROTO/

/** Possible cause: a clock that is behind and will be set. */
const transient = /NOT_YET_VALID/

/** Whether the peer's certificate or TLS protocol is rejected, which a retry cannot fix. */
export function isTlsFault(error: unknown): error is Error {
  if (!(error instanceof Error && 'code' in error)) return false
  const code = String(error.code)
  return codes.test(code) && !transient.test(code)
}
