import { Command } from './command.tsx'
import { toCurl } from './curl.ts'
import { type Endpoint, toBodies } from './groups.ts'
import type { ApiResponse, OpenApi, Schema } from './open-api.ts'
import { InlineMarkdown, Prose } from './prose.tsx'
import { FieldRow, SchemaView } from './schema-view.tsx'
import { typeText } from './type-text.ts'

export interface EndpointViewProps {
  api: OpenApi
  endpoint: Endpoint
  origin: string
}

/** One operation: its parameters, body and responses, and a command to try it. */
export function EndpointView({ api, endpoint, origin }: EndpointViewProps) {
  const { id, method, path, summary, description, parameters, body, responses } = endpoint
  return (
    <article class="endpoint" id={id}>
      <h3>
        <a href={`#${id}`}>
          <span class={`method method-${method}`}>{method}</span> <code>{path}</code>
        </a>
      </h3>
      {summary !== '' && (
        <p class="lead">
          <InlineMarkdown text={summary} />
        </p>
      )}
      {description !== '' && <Prose text={description} />}
      <Command name={`Command: ${method} ${path}`} text={toCurl(api, endpoint, origin)} />
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <dl class="fields">
            {parameters.map((each) => (
              <FieldRow
                key={`${each.in} ${each.name}`}
                api={api}
                name={each.name}
                schema={each.schema}
                note={each.required ? each.in : `${each.in}, optional`}
                description={each.description ?? each.schema?.description ?? ''}
              />
            ))}
          </dl>
        </>
      )}
      {body && (
        <>
          <h4>Request body</h4>
          <Content api={api} content={body.content} />
        </>
      )}
      <h4>Responses</h4>
      <Responses
        api={api}
        responses={endpoint.responses.filter(({ response }) => !isProblem(response))}
      />
      <Problems responses={responses.filter(({ response }) => isProblem(response))} />
    </article>
  )
}

function Responses({ api, responses }: { api: OpenApi; responses: Endpoint['responses'] }) {
  return (
    <>
      {responses.map(({ status, response }) => (
        <div class="answer" key={status}>
          <p>
            <strong>{status}</strong> <InlineMarkdown text={response.description ?? ''} />
          </p>
          {Object.entries(response.headers ?? {}).map(([name, header]) => (
            <p class="note" key={name}>
              <code>{name}</code> {header.description}
            </p>
          ))}
          <Content api={api} content={response.content} />
        </div>
      ))}
    </>
  )
}

function Content(props: {
  api: OpenApi
  content: Record<string, { schema?: Schema }> | undefined
}) {
  return (
    <>
      {toBodies(props.content ?? {}).map(({ mediaTypes, schema }) => (
        <div class="content" key={mediaTypes[0]}>
          <p class="note">
            {mediaTypes.join(', ')}: <code class="type">{typeText(schema)}</code>
          </p>
          <SchemaView api={props.api} schema={schema} />
        </div>
      ))}
    </>
  )
}

/** Problem responses: they differ by status and code only. */
function Problems({ responses }: { responses: Endpoint['responses'] }) {
  if (responses.length === 0) return null
  return (
    <details class="problems">
      <summary>{`Problems: ${responses.map(({ status }) => status).join(', ')}`}</summary>
      <dl class="fields">
        {responses.map(({ status, response }) => (
          <>
            <dt key={status}>
              <code>{status}</code>
            </dt>
            <dd key={`${status} description`}>
              <InlineMarkdown text={response.description ?? ''} />
            </dd>
          </>
        ))}
      </dl>
    </details>
  )
}

function isProblem({ content }: ApiResponse): boolean {
  return Object.keys(content ?? {}).some((type) => type === 'application/problem+json')
}
