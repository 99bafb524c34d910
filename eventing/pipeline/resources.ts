import { parseAllDocuments } from 'yaml'
import type { z } from 'zod'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import { Resource } from './manifest.ts'

/** Resources of a YAML file. Throws SettingsError that names the file and the field of the first unsupported one. */
export function toResources(text: string, path: string): Resource[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors
    if (error) throw new SettingsError(`${path}: ${error.message}`)
    const value: unknown = document.toJS()
    if (value === null) return []
    const resource = Resource.safeParse(value)
    if (resource.success) return [resource.data]
    throw new SettingsError(`${path}: ${explain(resource.error, value)}`)
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
