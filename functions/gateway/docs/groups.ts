import {
  type Content,
  type Method,
  methods,
  type OpenApi,
  type Operation,
  type Schema,
} from './open-api.ts'

export interface Endpoint extends Operation {
  method: Method
  path: string
}

export interface Group {
  name: string
  endpoints: Endpoint[]
}

/** Operations grouped by path, in the order of the description. */
export function toGroups({ paths }: OpenApi): Group[] {
  const endpoints = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ ...operation, method, path }] : []
    }),
  )
  const groups = Map.groupBy(endpoints, ({ path }) => subjectOf(path))
  return Array.from(groups, ([name, endpoints]) => ({ name, endpoints }))
}

export interface Body {
  mediaTypes: string[]
  schema: Schema
}

/** Groups media types with the same schema. */
export function toBodies(content: Content): Body[] {
  const bodies = Map.groupBy(Object.entries(content), ([, { schema }]) => JSON.stringify(schema))
  return Array.from(bodies.values(), (entries) => ({
    mediaTypes: entries.map(([mediaType]) => mediaType),
    schema: entries[0]?.[1].schema ?? {},
  }))
}

/** `/v1/documents/{id}/text` gives `Documents`. */
function subjectOf(path: string): string {
  const [, , word = ''] = path.split('/')
  return word.charAt(0).toUpperCase() + word.slice(1)
}
