import {
  type ApiResponse,
  type Method,
  methods,
  type OpenApi,
  type Parameter,
  type RequestBody,
  resolve,
  type Schema,
} from './open-api.ts'

/** An operation with its references resolved. */
export interface Endpoint {
  id: string
  method: Method
  path: string
  summary: string
  description: string
  parameters: Parameter[]
  body: RequestBody | null
  responses: { status: string; response: ApiResponse }[]
}

export interface Group {
  name: string
  description: string
  endpoints: Endpoint[]
}

/** Operations grouped by tag, or by path without one, in the order of the description. */
export function toGroups(api: OpenApi): Group[] {
  const groups = new Map<string, Group>()
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method]
      if (!operation) continue
      const name = operation.tags?.[0] ?? subjectOf(path)
      const description = api.tags?.find((tag) => tag.name === name)?.description ?? ''
      const group = groups.get(name) ?? { name, description, endpoints: [] }
      groups.set(name, group)
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
      group.endpoints.push({
        id: operation.operationId ?? `${method}${path.replace(/[^0-9A-Za-z]+/g, '-')}`,
        method,
        path,
        summary: operation.summary ?? '',
        description: operation.description ?? '',
        parameters: parameters.flatMap((each) => resolve<Parameter>(api, each) ?? []),
        body: resolve<RequestBody>(api, operation.requestBody),
        responses: Object.entries(operation.responses ?? {}).flatMap(([status, each]) => {
          const response = resolve<ApiResponse>(api, each)
          return response ? [{ status, response }] : []
        }),
      })
    }
  }
  return [...groups.values()]
}

export interface Body {
  mediaTypes: string[]
  schema: Schema | undefined
}

/** Groups media types with the same schema. */
export function toBodies(content: Record<string, { schema?: Schema }>): Body[] {
  const bodies = new Map<string, Body>()
  for (const [mediaType, { schema }] of Object.entries(content)) {
    const key = JSON.stringify(schema)
    const body = bodies.get(key) ?? { mediaTypes: [], schema }
    bodies.set(key, body)
    body.mediaTypes.push(mediaType)
  }
  return [...bodies.values()]
}

/** `/v1/documents/{id}/text` gives `Documents`. */
function subjectOf(path: string): string {
  const word = path.split('/').find((part) => part !== '' && !/^(v\d+|\{.*)$/.test(part)) ?? 'Root'
  return word.charAt(0).toUpperCase() + word.slice(1)
}
