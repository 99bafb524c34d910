import { html } from 'hono/html'
import { toCurl } from './curl.ts'
import { fieldRow, fields } from './fields.ts'
import { type Endpoint, toBodies } from './groups.ts'
import type { ApiResponse, Content, OpenApi } from './open-api.ts'
import { type Html, inline, prose } from './prose.ts'
import { typeText } from './type-text.ts'

/** One operation: its parameters, body and responses, and a command to try it. */
export function endpointArticle(api: OpenApi, endpoint: Endpoint, origin: string): Html {
  const { operationId: id, method, path, summary, description = '', requestBody } = endpoint
  const { parameters = [] } = endpoint
  const responses = Object.entries(endpoint.responses)
  const problems = responses.filter(([, response]) => isProblem(response))
  return html`<article class="endpoint" id="${id}">
<h3><a href="#${id}"><span class="method method-${method}">${method}</span> <code>${path}</code></a></h3>
<p class="lead">${inline(summary)}</p>
${prose(description)}
${command(`Command: ${method} ${path}`, toCurl(api, endpoint, origin))}
${
  parameters.length > 0 &&
  html`<h4>Parameters</h4><dl class="fields">${parameters.map((each) =>
    fieldRow(api, {
      ...{ name: each.name, schema: each.schema },
      note: each.required ? each.in : `${each.in}, optional`,
      description: each.description ?? '',
    }),
  )}</dl>`
}
${requestBody && html`<h4>Request body</h4>${content(api, requestBody.content)}`}
<h4>Responses</h4>
${responses.filter(([, response]) => !isProblem(response)).map((each) => answer(api, each))}
${problems.length > 0 && problemList(problems)}
</article>
`
}

/** A shell command; it scrolls, so keyboards must reach it. */
export function command(name: string, text: string): Html {
  return html`<section class="curl" tabindex="0" aria-label="${name}"><pre><code>${text}</code></pre></section>`
}

type Responses = [status: string, response: ApiResponse][]

function answer(api: OpenApi, [status, response]: Responses[number]): Html {
  return html`<div class="answer">
<p><strong>${status}</strong> ${inline(response.description)}</p>
${content(api, response.content)}
</div>`
}

function content(api: OpenApi, bodies: Content = {}): Html[] {
  return toBodies(bodies).map(
    ({ mediaTypes, schema }) => html`<div class="content">
<p class="note">${mediaTypes.join(', ')}: <code class="type">${typeText(schema)}</code></p>
${fields(api, schema)}
</div>`,
  )
}

/** Problem responses: they differ by status and code only. */
function problemList(problems: Responses): Html {
  return html`<details class="problems">
<summary>Problems: ${problems.map(([status]) => status).join(', ')}</summary>
<dl class="fields">${problems.map(
    ([status, response]) =>
      html`<dt><code>${status}</code></dt><dd>${inline(response.description)}</dd>`,
  )}</dl>
</details>`
}

function isProblem({ content: bodies }: ApiResponse): boolean {
  return Object.keys(bodies ?? {}).some((type) => type === 'application/problem+json')
}
