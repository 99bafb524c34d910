/** What this page reads of the API's own description, in OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0 */
export interface OpenApi {
  info: { title: string; version: string; description?: string }
  paths: Record<string, PathItem>
  components: { schemas?: Record<string, Schema> }
}

export const methods = ['get', 'post', 'patch', 'delete'] as const
export type Method = (typeof methods)[number]

export type PathItem = Partial<Record<Method, Operation>>

export interface Operation {
  operationId: string
  summary: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, ApiResponse>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
}

export interface ApiResponse {
  description: string
  content?: Content
}

/** Schemas by media type. */
export type Content = Record<string, { schema: Schema }>

export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  default?: unknown
  example?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
}

/** The schema that a reference names, or the schema itself. */
export function resolve({ components }: OpenApi, schema: Schema): Schema {
  const name = nameOf(schema)
  return name === null ? schema : (components.schemas?.[name] ?? {})
}

/** `#/components/schemas/Page` is `Page`. */
export function nameOf({ $ref }: Schema): string | null {
  return $ref?.split('/').at(-1) ?? null
}
