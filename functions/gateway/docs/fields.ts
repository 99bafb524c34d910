import { html } from 'hono/html'
import type { OpenApi, Schema } from './open-api.ts'
import { type Html, inline } from './prose.ts'
import { constraintsOf, descriptionOf, fieldsOf, typeText } from './type-text.ts'

/** Fields of a schema, with those of its fields. No schema of the API contains itself. */
export function fields(api: OpenApi, schema: Schema): Html | '' {
  const known = fieldsOf(api, schema)
  if (known.length === 0) return ''
  return html`<dl class="fields">${known.map(({ name, schema: type, isRequired }) =>
    fieldRow(api, {
      ...{ name, schema: type, note: isRequired ? '' : 'optional' },
      description: descriptionOf(api, type),
    }),
  )}</dl>`
}

export interface FieldRow {
  name: string
  schema: Schema
  note: string
  description: string
}

/** A name with its type, constraints and description. */
export function fieldRow(api: OpenApi, { name, schema, note, description }: FieldRow): Html {
  const notes = [note, ...constraintsOf(schema)].filter((text) => text !== '')
  const nested = fields(api, schema)
  return html`<dt><code>${name}</code></dt>
<dd><code class="type">${typeText(schema)}</code>${
    notes.length > 0 && html`<span class="note">${notes.join(', ')}</span>`
  }${description !== '' && html`<p>${inline(description)}</p>`}${
    nested !== '' && html`<details><summary>Its fields</summary>${nested}</details>`
  }</dd>`
}
