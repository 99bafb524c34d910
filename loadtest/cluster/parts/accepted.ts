import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { apply, type Deployed } from '../deployed.ts'
import { kubectl } from '../kubernetes/kubectl.ts'

const overlays = join(import.meta.dirname, '../../../knative/overlays')
const Manifest = z.looseObject({ apiVersion: z.string(), kind: z.string() })

/** Sends every object of every overlay to the API server, which validates it and keeps nothing. */
export async function runAccepted({ warnings, namespace, print }: Deployed): Promise<string[]> {
  const problems = warnings ? [`Expected no warning, got: ${warnings}`] : []
  const { stdout } = await kubectl(['api-resources', '--no-headers', '--output', 'wide'])
  const known = new Set(
    stdout.split('\n').map((line) => /(\S+)\s+(?:true|false)\s+(\S+)/.exec(line)?.slice(1).join()),
  )
  for (const overlay of await readdir(overlays)) {
    const rendered = (await kubectl(['kustomize', join(overlays, overlay)])).stdout
    const objects = parseAllDocuments(rendered).map((document) => Manifest.parse(document.toJS()))
    const accepted = objects.filter(({ apiVersion, kind }) => known.has(`${apiVersion},${kind}`))
    const unknown = new Set(objects.filter((it) => !accepted.includes(it)).map(({ kind }) => kind))
    // The namespace of the overlay may not exist.
    const here = accepted
      .filter(({ kind }) => kind !== 'Namespace')
      .map((object) => ({ ...object, metadata: { ...(object.metadata as object), namespace } }))
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: here })
    const messages = (await apply(list, '--dry-run=server', '--force-conflicts')).trim()
    if (messages) problems.push(`${overlay}: ${messages}`)
    print(
      `${overlay}: ${here.length} objects accepted${
        unknown.size > 0 ? `; not known to this cluster: ${[...unknown].join(', ')}` : ''
      }`,
    )
  }
  return problems
}
