import type { Endpoint } from './groups.ts'
import { type Content, type OpenApi, resolve, type Schema } from './open-api.ts'
import { fieldsOf } from './type-text.ts'

/** Runnable curl command: required values are filled in, ids are shell variables. */
export function toCurl(api: OpenApi, endpoint: Endpoint, origin: string): string {
  const { method, path, parameters = [], requestBody: body, responses } = endpoint
  const required = parameters.filter((each) => each.required && each.in === 'query')
  const query = required.map((each) => `${each.name}=${sampleOf(api, each.schema)}`).join('&')
  const url = `${origin}${path.replace(/\{(\w+)\}/g, (_, name: string) => samplePathSegment(name))}`
  const [, response] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
  const mediaTypes = Object.keys(response?.content ?? {})

  const parts = ['curl']
  if (mediaTypes.includes('text/event-stream')) parts.push('--no-buffer')
  if (method !== 'get' && !(method === 'post' && body)) parts.push(`-X ${method.toUpperCase()}`)
  if (body) parts.push(...bodyParts(api, body.content))
  if (mediaTypes.some((type) => type.startsWith('image/')))
    parts.push(`-o page.${extensionOf(mediaTypes)}`)
  parts.push(`"${url}${query === '' ? '' : `?${query}`}"`)
  return parts.length < 4 ? parts.join(' ') : parts.join(' \\\n  ')
}

function bodyParts(api: OpenApi, content: Content): string[] {
  const form = content['multipart/form-data']
  if (form) {
    const fields = fieldsOf(api, form.schema).filter(({ isRequired }) => isRequired)
    return fields.map(({ name, schema }) =>
      isFile(schema) ? `-F ${name}=@scan.png` : `-F ${name}=${sampleOf(api, schema)}`,
    )
  }
  const json = content['application/json']
  if (!json) return ['--data-binary @scan.png']
  const fields = fieldsOf(api, json.schema).filter(({ isRequired }) => isRequired)
  const value = Object.fromEntries(
    fields.map(({ name, schema }) => [name, sampleOf(api, schema)] as const),
  )
  return ["-H 'content-type: application/json'", `-d '${JSON.stringify(value)}'`]
}

function isFile({ format, items }: Schema): boolean {
  return format === 'binary' || items?.format === 'binary'
}

function sampleOf(api: OpenApi, schema: Schema): unknown {
  const { type, minimum = 0, ...known } = resolve(api, schema)
  const byType = type === 'integer' ? Math.max(minimum, 10) : 'text'
  return known.example ?? known.default ?? known.enum?.[0] ?? byType
}

function samplePathSegment(name: string): string {
  return /id$/i.test(name) ? `$${name.toUpperCase()}` : '1'
}

function extensionOf(mediaTypes: string[]): string {
  return mediaTypes.includes('image/webp') && mediaTypes.length === 1 ? 'webp' : 'png'
}
