import { html } from 'hono/html'
import { nameOf, type OpenApi, type Schema } from './open-api.ts'
import { type Html, inline } from './prose.ts'
import { constraintsOf, descriptionOf, fieldsOf, typeText } from './type-text.ts'

/** Fields of a schema, with those of its fields. `within`: names of the schemas around it, which it may refer to. */
export function fields(api: OpenApi, schema: Schema | undefined, within: string[] = []): Html | '' {
  const known = fieldsOf(api, schema)
  if (known.length === 0) return ''
  const name = namedIn(schema)
  return html`<dl class="fields">${known.map(({ name: field, schema: type, isRequired }) =>
    fieldRow(api, {
      ...{ name: field, schema: type, note: isRequired ? '' : 'optional' },
      description: descriptionOf(api, type),
      within: name === null ? within : [...within, name],
    }),
  )}</dl>`
}

export interface FieldRow {
  name: string
  schema: Schema | undefined
  note: string
  description: string
  within?: string[]
}

/** A name with its type, constraints and description. */
export function fieldRow(api: OpenApi, row: FieldRow): Html {
  const { name, schema, note, description, within = [] } = row
  const notes = [note, ...constraintsOf(schema)].filter((text) => text !== '')
  return html`<dt><code>${name}</code></dt>
<dd><code class="type">${typeText(schema)}</code>${
    notes.length > 0 && html`<span class="note">${notes.join(', ')}</span>`
  }${description !== '' && html`<p>${inline(description)}</p>`}${nested(api, schema, within)}</dd>`
}

function nested(api: OpenApi, schema: Schema | undefined, within: string[]): Html | '' {
  const name = namedIn(schema)
  const inner = name !== null && within.includes(name) ? '' : fields(api, schema, within)
  return inner === '' ? '' : html`<details><summary>Its fields</summary>${inner}</details>`
}

/** Name of a schema, of the items of an array, or of the part of a union that has one. */
function namedIn(schema: Schema | boolean | undefined): string | null {
  if (typeof schema !== 'object') return null
  const parts = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return nameOf(schema) ?? parts.map(namedIn).find((name) => name !== null) ?? null
}
