import { useSignal } from '@preact/signals'
import type { OpenApi, Schema } from './open-api.ts'
import { InlineMarkdown } from './prose.tsx'
import { constraintsOf, descriptionOf, fieldsOf, typeText } from './type-text.ts'

export interface SchemaViewProps {
  api: OpenApi
  schema: Schema | undefined
}

/** Fields of a schema. Nested fields render on demand: a schema may refer to itself. */
export function SchemaView({ api, schema }: SchemaViewProps) {
  const fields = fieldsOf(api, schema)
  if (fields.length === 0) return null
  return (
    <dl class="fields">
      {fields.map(({ name, schema: field, isRequired }) => (
        <FieldRow
          key={name}
          api={api}
          name={name}
          schema={field}
          note={isRequired ? '' : 'optional'}
          description={descriptionOf(api, field)}
        />
      ))}
    </dl>
  )
}

export interface FieldRowProps extends SchemaViewProps {
  name: string
  note: string
  description: string
}

/** A name with its type, constraints and description. */
export function FieldRow({ api, name, schema, note, description }: FieldRowProps) {
  const notes = [note, ...constraintsOf(schema)].filter((text) => text !== '')
  return (
    <>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        <code class="type">{typeText(schema)}</code>
        {notes.length > 0 && <span class="note">{notes.join(', ')}</span>}
        {description !== '' && (
          <p>
            <InlineMarkdown text={description} />
          </p>
        )}
        {fieldsOf(api, schema).length > 0 && <Nested api={api} schema={schema} />}
      </dd>
    </>
  )
}

function Nested({ api, schema }: SchemaViewProps) {
  const isOpen = useSignal(false)
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open
      }}
    >
      <summary>{isOpen.value ? 'Hide its fields' : 'Show its fields'}</summary>
      {isOpen.value && <SchemaView api={api} schema={schema} />}
    </details>
  )
}
