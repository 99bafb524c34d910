import { html, raw } from 'hono/html'
import { command, endpointArticle } from './endpoint.ts'
import { type Group, toGroups } from './groups.ts'
import type { OpenApi } from './open-api.ts'
import { type Html, prose } from './prose.ts'

/** The logo of the page, as its components draw it. */
const logo = raw(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/><circle cx="13" cy="13" r="5"/><path d="M18 8v11.5c0 6-10 6-10 1M18 13.5h7M18 19h5"/></svg>',
)

const icon = raw(
  `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%234056c8'/%3E%3Cg fill='none' stroke='%23fff' stroke-width='2.6' stroke-linecap='round'%3E%3Ccircle cx='13' cy='13' r='5'/%3E%3Cpath d='M18 8v11.5c0 6-10 6-10 1M18 13.5h7M18 19h5'/%3E%3C/g%3E%3C/svg%3E`,
)

/**
 * The API, as HTML without a script, from its OpenAPI description. `origin`: that of its commands, with the base path.
 */
export function docsPage(api: OpenApi, origin: string): Html {
  const groups = toGroups(api)
  const url = `${origin}/v1/documents`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="description" content="The HTTP API of Glyphflow." />
<title>Glyphflow: the API</title>
<link rel="icon" href="${icon}" />
<link rel="stylesheet" href="assets/docs.css" />
</head>
<body>
<div id="page">
<header class="top docs-top">
<a class="wordmark" href="./">${logo}Glyphflow</a>
<a class="docs-back" href="./">Back to the pictures</a>
</header>
<div class="docs">
${contents(groups)}
<main>
<section class="docs-intro">
<h1>The API</h1>
${prose(api.info.description ?? '')}
${command('Command: with a token', `curl -H "Authorization: Bearer $API_TOKEN" "${url}"`)}
<p class="note">Version ${api.info.version}. For programs: <a href="openapi.json">openapi.json</a></p>
</section>
${groups.map(
  ({ name, endpoints }) => html`<section aria-label="${name}">
<h2>${name}</h2>
${endpoints.map((endpoint) => endpointArticle(api, endpoint, origin))}
</section>`,
)}
</main>
</div>
</div>
</body>
</html>
`
}

function contents(groups: Group[]): Html {
  return html`<nav class="contents" aria-label="Contents">${groups.map(
    ({ name, endpoints }) =>
      html`<div><h2>${name}</h2><ul>${endpoints.map(
        ({ operationId: id, method, path }) =>
          html`<li><a href="#${id}"><span class="method method-${method}">${method}</span><span>${breakable(path)}</span></a></li>`,
      )}</ul></div>`,
  )}</nav>`
}

/** The path without its version, which may break before each slash. */
function breakable(path: string): (Html | string)[] {
  return path
    .replace(/^\/v\d+/, '')
    .split(/(?=\/)/)
    .flatMap((part) => [part, html`<wbr>`])
}
