/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and OpenSSL's own */
const codes =
  /CERT|CRL|VERIFY|ISSUER|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH|ERR_SSL|ERR_TLS|EPROTO/

/** Whether the other side's certificate or way of speaking TLS is not taken, which no waiting mends. */
export function isTlsFault(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && codes.test(String(error.code))
}
