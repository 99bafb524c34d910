import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import * as z from 'zod'
import { ProblemDetails } from '../../../shared/http/api.ts'
import { Problem } from '../../../shared/http/problem.ts'
import { examples } from './examples.ts'

/** Routes of one subject; a request that its schemas refuse is answered 400, naming the field. */
export function createRoutes(
  options: { getPath?: (request: Request) => string } = {},
): OpenAPIHono {
  return new OpenAPIHono({
    ...options,
    defaultHook: (result) => {
      if (result.success) return
      const fields = result.error.issues.map(
        (issue) => `${issue.path.join('.') || result.target}: ${issue.message}`,
      )
      throw new Problem(400, 'invalid-request', fields.join('; '))
    },
  })
}

type Responses = RouteConfig['responses']

/** Answers to any request, of `who-may-call.ts`, `plain-bytes.ts` and failures of the server. */
const common: Record<number, string[]> = {
  401: ['unauthorized'],
  403: ['foreign-origin'],
  415: ['unsupported-encoding'],
  421: ['unknown-host'],
  500: ['internal', 'damaged'],
  503: ['store-unavailable'],
}

/** Describes the problems of a route: for each status the codes that it can have. */
export function problems(codes: Record<number, string[]> = {}): Responses {
  const statuses = Object.keys({ ...codes, ...common }).map(Number)
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: [...(codes[status] ?? []), ...(common[status] ?? [])]
          .map((name) => `\`${name}\``)
          .join(', '),
        content: { 'application/problem+json': { schema: ProblemDetails } },
      },
    ]),
  )
}

/** Describes an answer in JSON, by what one looks like. */
export function json<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  example: z.infer<Schema>,
) {
  return { description, content: { 'application/json': { schema, example } } }
}

/** Identifiers in a path. */
export const documentId = z.string().meta({ example: examples.id })
/** Largest page number that each store can hold. */
const maxPage = 2 ** 31 - 1
export const pageNumber = z.coerce.number().int().min(1).max(maxPage).meta({ example: 1 })

/** Describes an answer that is not JSON. */
export function bytes(description: string, ...mediaTypes: string[]) {
  const schema = { type: 'string', format: 'binary' } as const
  return {
    description,
    content: Object.fromEntries(mediaTypes.map((type) => [type, { schema }])),
  }
}

/** The description of all routes of `app`, at /openapi.json. */
export function serveDescription(app: OpenAPIHono, basePath: string): void {
  for (const scheme of ['bearer', 'basic']) {
    app.openAPIRegistry.registerComponent('securitySchemes', scheme, { type: 'http', scheme })
  }
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Glyphflow',
      version: '1',
      description:
        'Text out of images. Errors are RFC 9457 problems whose `code` is for programs. ' +
        'With API_TOKEN set the token is asked for, as Bearer or as the password of Basic.',
    },
    servers: [{ url: basePath || '/', description: 'This Glyphflow' }],
    security: [{}, { bearer: [] }, { basic: [] }],
  })
}
