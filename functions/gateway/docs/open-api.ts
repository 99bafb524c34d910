/** Subset of OpenAPI 3.1 that this page reads: https://spec.openapis.org/oas/v3.1.0 */
export interface OpenApi {
  info: { title: string; version: string; description?: string }
  tags?: { name: string; description?: string }[]
  paths?: Record<string, PathItem>
  components?: {
    schemas?: Record<string, Schema>
    parameters?: Record<string, Parameter>
    responses?: Record<string, ApiResponse>
    requestBodies?: Record<string, RequestBody>
    securitySchemes?: Record<string, unknown>
  }
}

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof methods)[number]

export type PathItem = Partial<Record<Method, Operation>> & { parameters?: MaybeRef<Parameter>[] }

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: MaybeRef<Parameter>[]
  requestBody?: MaybeRef<RequestBody>
  responses?: Record<string, MaybeRef<ApiResponse>>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  description?: string
  schema?: Schema
}

export interface RequestBody {
  description?: string
  required?: boolean
  content?: Record<string, { schema?: Schema }>
}

export interface ApiResponse {
  description?: string
  headers?: Record<string, { description?: string }>
  content?: Record<string, { schema?: Schema }>
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
  examples?: unknown[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema | boolean
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

type MaybeRef<Thing> = Thing | { $ref: string }

/** Resolves a reference `#/components/…`; null if its target does not exist. */
export function resolve<Thing extends object>(
  api: OpenApi,
  thing: MaybeRef<Thing> | undefined,
): Thing | null {
  let current: unknown = thing
  for (let depth = 0; depth < 10; depth++) {
    if (!isObject(current)) return null
    if (typeof current.$ref !== 'string') return current as Thing
    current = current.$ref
      .replace(/^#\//, '')
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((place, part) => (isObject(place) ? place[part] : null), api)
  }
  return null
}

/** `#/components/schemas/Page` is `Page`. */
export function nameOf({ $ref }: Schema): string | null {
  return $ref?.split('/').at(-1) ?? null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
