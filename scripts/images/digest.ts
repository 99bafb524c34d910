import { CommandError } from '../command/command-error.ts'

/** Manifests of one platform and of several, from Docker and OCI. */
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')
const timeoutMs = 15_000

/**
 * Digest of the image that its tag names now, of all platforms. Rejects with CommandError if its registry does not
 * answer with one.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#checking-if-content-exists-in-the-registry
 */
export async function digestOf(image: string): Promise<string> {
  const { origin, repository, tag } = addressOf(image)
  const url = `${origin}/v2/${repository}/manifests/${tag}`
  try {
    let response = await head(url, {})
    const challenge = response.headers.get('www-authenticate')
    if (response.status === 401 && challenge) {
      response = await head(url, { authorization: `Bearer ${await tokenFor(challenge)}` })
    }
    const digest = response.headers.get('docker-content-digest')
    if (response.ok && /^sha256:[0-9a-f]{64}$/.test(digest ?? '')) return `${digest}`
    throw new Error(`status ${response.status}, digest ${digest}`)
  } catch (error) {
    const { cause, message } = error as Error
    const reason = cause instanceof Error ? `${message}: ${cause.message}` : message
    throw new CommandError(`Expected ${origin} to name the digest of ${image}: ${reason}`)
  }
}

function head(url: string, headers: Record<string, string>): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs)
  return fetch(url, { method: 'HEAD', headers: { accept, ...headers }, signal })
}

/** Anonymous token. https://distribution.github.io/distribution/spec/auth/token/ */
async function tokenFor(challenge: string): Promise<string> {
  const { realm = '', ...scope } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
  const response = await fetch(`${realm}?${new URLSearchParams(scope)}`, {
    signal: AbortSignal.timeout(timeoutMs),
  })
  const { token, access_token } = (await response.json()) as Record<string, unknown>
  return `${token ?? access_token}`
}

/** Docker's defaults: its own hub, its namespace `library`, and http on this machine only. */
function addressOf(image: string) {
  const [, host = 'registry-1.docker.io', path = '', tag = 'latest'] =
    image.match(/^(?:([^/]*[.:][^/]*|localhost)\/)?([^:]+)(?::(.+))?$/) ?? []
  const isHub = host === 'registry-1.docker.io' || host === 'docker.io'
  const isLocal = /^(localhost|127\.)/.test(host)
  return {
    origin: `${isLocal ? 'http' : 'https'}://${isHub ? 'registry-1.docker.io' : host}`,
    repository: isHub && !path.includes('/') ? `library/${path}` : path,
    tag,
  }
}
