import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import * as z from 'zod'
import { ProblemDetails } from '../../shared/api.ts'
import { Problem } from '../../shared/problem.ts'
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

/** What any request may be answered by `who-may-call.ts` and by a failure of ours. */
const common = {
  401: ['unauthorized'],
  403: ['foreign-origin'],
  421: ['unknown-host'],
  500: ['internal', 'damaged'],
  503: ['store-unavailable'],
}

/** Describes the problems of a route: for each status the codes that it can have. */
export function problems(codes: Record<number, string[]> = {}): Responses {
  const all = { ...common, ...codes, 503: [...(codes[503] ?? []), ...common[503]] }
  return Object.fromEntries(
    Object.entries(all).map(([status, names]) => [
      status,
      {
        description: names.map((name) => `\`${name}\``).join(', '),
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

/** What a path names. */
export const documentId = z.string().meta({ example: examples.id })
/** No store counts further. */
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
