import { parseAllDocuments } from 'yaml'
import type { z } from 'zod'
import { Resource } from './manifest.ts'

/** A manifest that the runtime cannot run; the message names the file and the field. */
export class ManifestError extends Error {
  override name = 'ManifestError'
}

/** Resources of a YAML file. Throws ManifestError for the first one that is not supported. */
export function toResources(text: string, path: string): Resource[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors
    if (error) throw new ManifestError(`${path}: ${error.message}`)
    const value: unknown = document.toJS()
    if (value === null) return []
    const resource = Resource.safeParse(value)
    if (resource.success) return [resource.data]
    throw new ManifestError(`${path}: ${explain(resource.error, value)}`)
  })
}

function explain(error: z.ZodError, value: unknown): string {
  const named = value as { kind?: unknown; metadata?: { name?: unknown } } | undefined
  const [issue] = error.issues
  const field = issue?.path.join('.') ?? ''
  const unknown = issue?.code === 'unrecognized_keys' ? `${issue.keys.join(', ')} ` : ''
  const reason = unknown
    ? `${unknown}is not a field that the local runtime supports`
    : issue?.message
  return `${named?.kind} ${named?.metadata?.name}${field && `, ${field}`}: ${reason}`
}
