import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

/** Paragraphs of inline Markdown, separated by empty lines. */
export function prose(text: string): Html[] {
  if (text === '') return []
  return text.split(/\n\s*\n/).map((paragraph) => html`<p>${inline(paragraph)}</p>`)
}

/** Text with `code` and **bold**. */
export function inline(text: string): (Html | string | (Html | string)[])[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : bold(part)))
}

function bold(text: string): (Html | string)[] {
  return text
    .split('**')
    .map((part, index) => (index % 2 === 1 ? html`<strong>${part}</strong>` : part))
}
