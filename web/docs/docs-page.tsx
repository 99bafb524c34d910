import { Wordmark } from '../components/wordmark.tsx'
import { Command } from './command.tsx'
import { EndpointView } from './endpoint-view.tsx'
import { type Group, toGroups } from './groups.ts'
import type { OpenApi } from './open-api.ts'
import { Prose } from './prose.tsx'

/** The API, rendered from its OpenAPI description. */
export function DocsPage({ api, origin }: { api: OpenApi; origin: string }) {
  const groups = toGroups(api)
  return (
    <>
      <header class="top docs-top">
        <Wordmark />
        <a href="./">Back to the pictures</a>
      </header>
      <div class="docs">
        <Contents groups={groups} />
        <main>
          <section class="docs-intro">
            <h1>The API</h1>
            {api.info.description && <Prose text={api.info.description} />}
            {api.components?.securitySchemes && (
              <Command
                name="Command: with a token"
                text={`curl -H "Authorization: Bearer $API_TOKEN" "${origin}/v1/documents"`}
              />
            )}
            <p class="note">
              {`Version ${api.info.version}. For programs: `}
              <a href="openapi.json">openapi.json</a>
            </p>
          </section>
          {groups.map(({ name, description, endpoints }) => (
            <section key={name} aria-label={name}>
              <h2>{name}</h2>
              {description !== '' && <Prose text={description} />}
              {endpoints.map((endpoint) => (
                <EndpointView key={endpoint.id} api={api} endpoint={endpoint} origin={origin} />
              ))}
            </section>
          ))}
        </main>
      </div>
    </>
  )
}

function Contents({ groups }: { groups: Group[] }) {
  return (
    <nav class="contents" aria-label="Contents">
      {groups.map(({ name, endpoints }) => (
        <div key={name}>
          <h2>{name}</h2>
          <ul>
            {endpoints.map(({ id, method, path }) => (
              <li key={id}>
                <a href={`#${id}`}>
                  <span class={`method method-${method}`}>{method}</span>
                  <span>
                    {path
                      .replace(/^\/v\d+/, '')
                      .split(/(?=\/)/)
                      .flatMap((part) => [part, <wbr key={part} />])}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
