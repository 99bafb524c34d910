import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import * as z from 'zod'
import { ProblemDetails } from '../../../shared/http/api.ts'
import { Problem } from '../../../shared/http/problem.ts'
import { docsRoutes } from '../../docs/docs-routes.ts'
import { examples } from './examples.ts'

/** An app for related routes; answers 400 with the field name to a request that fails schema validation. */
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

/** Problems of every route: of `access-control.ts`, `content-encoding.ts` and server errors. */
const commonCodes: Record<number, string[]> = {
  401: ['unauthorized'],
  403: ['foreign-origin'],
  415: ['unsupported-encoding'],
  421: ['unknown-host'],
  500: ['internal', 'damaged'],
  503: ['store-unavailable'],
}

/** Describes the problem responses of a route: the possible codes by status. */
export function problems(codes: Record<number, string[]> = {}): Responses {
  const statuses = Object.keys({ ...codes, ...commonCodes }).map(Number)
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: [...(codes[status] ?? []), ...(commonCodes[status] ?? [])]
          .map((name) => `\`${name}\``)
          .join(', '),
        content: { 'application/problem+json': { schema: ProblemDetails } },
      },
    ]),
  )
}

/** Describes a JSON response, with an example. */
export function json<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  example: z.infer<Schema>,
) {
  return { description, content: { 'application/json': { schema, example } } }
}

export const documentId = z.string().meta({ example: examples.id })
/** Largest page number that each store can hold. */
export const maxPage = 2 ** 31 - 1
export const pageNumber = z.coerce.number().int().min(1).max(maxPage).meta({ example: 1 })

/** Describes a binary response. */
export function bytes(description: string, ...mediaTypes: string[]) {
  const schema = { type: 'string', format: 'binary' } as const
  return {
    description,
    content: Object.fromEntries(mediaTypes.map((type) => [type, { schema }])),
  }
}

/** Serves the OpenAPI document of all routes of `app` at /openapi.json, and as HTML at /docs. */
export function serveOpenApi(app: OpenAPIHono, basePath: string): void {
  for (const scheme of ['bearer', 'basic']) {
    app.openAPIRegistry.registerComponent('securitySchemes', scheme, { type: 'http', scheme })
  }
  const options: Parameters<typeof app.getOpenAPI31Document>[0] = {
    openapi: '3.1.0',
    info: {
      title: 'Glyphflow',
      version: '1',
      description:
        'Text out of images. Errors are RFC 9457 problems with a machine-readable `code`. ' +
        'With API_TOKEN set the token is required, as Bearer or as the password of Basic.',
    },
    servers: [{ url: basePath || '/', description: 'This Glyphflow' }],
    security: [{}, { bearer: [] }, { basic: [] }],
  }
  app.doc31('/openapi.json', options)
  // As programs get it.
  const description = () => JSON.parse(JSON.stringify(app.getOpenAPI31Document(options)))
  app.route('/', docsRoutes(description, basePath))
}
