// Loopback stand-in for Google, as far as a start-up script sees it: metadata of three machines, one port each, and
// Secret Manager. Metadata and scripts are those of the committed Terraform JSON.
//   node machines.ts FOLDER    writes FOLDER/{control-plane,burst,base}.sh and serves ports 8080, 8081, 8082
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'

const Machine = z.object({ metadata: z.record(z.string(), z.string()) })
const Stack = z.object({
  resource: z.object({
    google_compute_instance: z.record(z.string(), Machine),
    google_compute_instance_template: z.record(z.string(), Machine),
  }),
})

const json = readFileSync(join(import.meta.dirname, '../../terraform/main.tf.json'), 'utf8')
const { resource } = Stack.parse(JSON.parse(json))
const joinSecret = 'projects/my-project/secrets/glyphflow-join'

const machines = {
  'control-plane': resource.google_compute_instance['control-plane-0'],
  burst: resource.google_compute_instance_template['burst-template'],
  base: resource.google_compute_instance_template['base-template'],
}

interface Version {
  name: string
  state: 'ENABLED' | 'DESTROYED'
  data: string
}
/** Versions of each secret, the oldest first. */
const secrets = new Map<string, Version[]>()

function factsOf(name: string, metadata: Record<string, string>): Record<string, string> {
  const attributes = Object.entries(metadata).map(([key, value]) => [
    `instance/attributes/${key}`,
    value,
  ])
  return {
    ...Object.fromEntries(attributes),
    'instance/attributes/glyphflow-join-secret': joinSecret,
    'instance/attributes/glyphflow-api': '10.10.0.10',
    'instance/name': `glyphflow-${name}-x1`,
    'instance/network-interfaces/0/ip': '10.10.0.10',
    'instance/zone': 'projects/1/zones/us-central1-a',
    'project/project-id': 'my-project',
    'instance/service-accounts/default/token': JSON.stringify({ access_token: `token-${name}` }),
  }
}

/** https://cloud.google.com/secret-manager/docs/reference/rest, the four methods that the scripts use. */
function secretManager(path: string, body: string): unknown {
  const [, resourceName = '', verb] = path.match(/^\/v1\/([^:]+)(?::(\w+))?$/) ?? []
  const [secret = ''] = resourceName.match(/^projects\/[^/]+\/secrets\/[^/]+/) ?? []
  const versions = secrets.get(secret) ?? []
  secrets.set(secret, versions)
  if (verb === 'addVersion') {
    const version: Version = {
      name: `${secret}/versions/${versions.length + 1}`,
      state: 'ENABLED',
      data: JSON.parse(body).payload.data,
    }
    versions.push(version)
    return version
  }
  if (verb === 'access') {
    const newest = versions.at(-1)
    return newest?.state === 'ENABLED' ? { payload: { data: newest.data } } : undefined
  }
  if (verb === 'destroy') {
    const version = versions.find(({ name }) => name === resourceName)
    if (version) Object.assign(version, { state: 'DESTROYED', data: '' })
    return version
  }
  return { versions: versions.filter(({ state }) => state === 'ENABLED').toReversed() }
}

for (const [index, [name, machine]] of Object.entries(machines).entries()) {
  if (!machine) throw new Error(`Expected a machine ${name} in terraform/main.tf.json`)
  const script = machine.metadata['startup-script'] ?? ''
  const folder = process.argv[2] ?? '.'
  writeFileSync(join(folder, `${name}.sh`), script.replaceAll(/([$%])\1\{/g, '$1{'))
  const facts = factsOf(name, machine.metadata)

  createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { pathname } = new URL(request.url ?? '/', 'http://google')
    const fact = pathname.match(/^\/computeMetadata\/v1\/(.+)$/)?.[1]
    const answer = fact ? facts[fact] : secretManager(decodeURIComponent(pathname), body)
    const isKnown = answer !== undefined
    response.writeHead(isKnown ? 200 : 404)
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}))
  }).listen(8080 + index, '127.0.0.1')
}
