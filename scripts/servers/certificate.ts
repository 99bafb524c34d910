import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** PEM files. */
export interface Certificate {
  key: string
  /** Also the CA for clients. */
  certificate: string
  /** Key and certificate in one file. */
  both: string
}

/** Creates a self-signed certificate for 127.0.0.1. Needs `openssl`. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const file = (name: string) => join(folder, name)
  const files = { key: file('key.pem'), certificate: file('ca.pem'), both: file('both.pem') }
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=glyphflow'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', files.key, '-out', files.certificate],
  ])
  const [key, certificate] = await Promise.all(
    [files.key, files.certificate].map((path) => readFile(path, 'utf8')),
  )
  await writeFile(files.both, `${key}${certificate}`, { mode: 0o600 })
  return files
}
