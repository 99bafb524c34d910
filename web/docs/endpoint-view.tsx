import { Command } from './command.tsx'
import { toCurl } from './curl.ts'
import { type Endpoint, toBodies } from './groups.ts'
import type { Answer, OpenApi, Schema } from './open-api.ts'
import { Prose, Words } from './prose.tsx'
import { FieldRow, SchemaView } from './schema-view.tsx'
import { typeText } from './type-text.ts'

export interface EndpointViewProps {
  api: OpenApi
  endpoint: Endpoint
  origin: string
}

/** One operation: what it takes, what it answers, and how to try it. */
export function EndpointView({ api, endpoint, origin }: EndpointViewProps) {
  const { id, method, path, summary, description, parameters, body, answers } = endpoint
  return (
    <article class="endpoint" id={id}>
      <h3>
        <a href={`#${id}`}>
          <span class={`method method-${method}`}>{method}</span> <code>{path}</code>
        </a>
      </h3>
      {summary !== '' && (
        <p class="lead">
          <Words text={summary} />
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
      <h4>Answers</h4>
      <Answers api={api} answers={endpoint.answers.filter(({ answer }) => !isProblem(answer))} />
      <Problems answers={answers.filter(({ answer }) => isProblem(answer))} />
    </article>
  )
}

function Answers({ api, answers }: { api: OpenApi; answers: Endpoint['answers'] }) {
  return (
    <>
      {answers.map(({ status, answer }) => (
        <div class="answer" key={status}>
          <p>
            <strong>{status}</strong> <Words text={answer.description ?? ''} />
          </p>
          {Object.entries(answer.headers ?? {}).map(([name, header]) => (
            <p class="note" key={name}>
              <code>{name}</code> {header.description}
            </p>
          ))}
          <Content api={api} content={answer.content} />
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

/** All problems have one form: their status and code are what differs. */
function Problems({ answers }: { answers: Endpoint['answers'] }) {
  if (answers.length === 0) return null
  return (
    <details class="problems">
      <summary>{`Problems: ${answers.map(({ status }) => status).join(', ')}`}</summary>
      <dl class="fields">
        {answers.map(({ status, answer }) => (
          <>
            <dt key={status}>
              <code>{status}</code>
            </dt>
            <dd key={`${status} description`}>
              <Words text={answer.description ?? ''} />
            </dd>
          </>
        ))}
      </dl>
    </details>
  )
}

function isProblem({ content }: Answer): boolean {
  return Object.keys(content ?? {}).some((type) => type === 'application/problem+json')
}
