import { nameOf, type OpenApi, resolve, type Schema } from './open-api.ts'

/** A schema in TypeScript notation: `Page[]`, `"done" | "failed"`, `string | null`. */
export function typeText(schema: Schema | boolean | undefined): string {
  if (typeof schema !== 'object') return 'any'
  const name = nameOf(schema)
  if (name !== null) return name
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return union(choices.map(typeText))
  if (schema.allOf) return schema.allOf.map(typeText).join(' & ')
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type) => typeText({ ...schema, type })))
  }
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeText).join(', ')}]`
  if (schema.type === 'array') return arrayOf(typeText(schema.items))
  if (schema.format === 'binary') return 'bytes'
  return schema.type ?? (schema.properties ? 'object' : 'any')
}

function union(parts: string[]): string {
  return [...new Set(parts)].join(' | ')
}

function arrayOf(item: string): string {
  return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`
}

/** Constraints of a value besides its type: `uuid`, `1 to 1000`, `at most 500 characters`, `50 if left out`. */
export function constraintsOf(schema: Schema | undefined): string[] {
  if (!schema) return []
  const { format, minimum, maximum, minLength, maxLength, minItems, maxItems } = schema
  return [
    format && format !== 'binary' ? format : null,
    range(minimum, isBeyondSafe(maximum) ? undefined : maximum, ''),
    range(minLength, maxLength, 'character'),
    range(minItems, maxItems, 'item'),
    schema.default === undefined ? null : `${JSON.stringify(schema.default)} if left out`,
  ].filter((text) => text !== null)
}

function range(min: number | undefined, max: number | undefined, unit: string): string | null {
  const lower = min === undefined || isBeyondSafe(min) ? undefined : min
  if (lower === undefined && max === undefined) return null
  const text =
    lower === undefined
      ? `at most ${max}`
      : max === undefined
        ? `at least ${lower}`
        : `${lower} to ${max}`
  if (unit === '') return text
  return `${text} ${unit}${(max ?? lower) === 1 ? '' : 's'}`
}

/** Generators write out the bounds of safe integers, which are no constraint. */
function isBeyondSafe(value: number | undefined): boolean {
  return value !== undefined && Math.abs(value) >= Number.MAX_SAFE_INTEGER
}

export interface Field {
  name: string
  schema: Schema
  isRequired: boolean
}

/** Fields of an object, or of the parts of an array or union; empty for other types. */
export function fieldsOf(api: OpenApi, schema: Schema | boolean | undefined): Field[] {
  const known = typeof schema === 'object' ? resolve<Schema>(api, schema) : null
  if (!known) return []
  if (known.properties) {
    return Object.entries(known.properties).map(([name, field]) => ({
      name,
      schema: field,
      isRequired: known.required?.includes(name) ?? false,
    }))
  }
  const parts = [...(known.allOf ?? []), ...(known.anyOf ?? []), ...(known.oneOf ?? [])]
  if (known.items) return fieldsOf(api, known.items)
  return parts.flatMap((part) => fieldsOf(api, part))
}

/** A field's description, or that of its reference's target. */
export function descriptionOf(api: OpenApi, schema: Schema | undefined): string {
  return schema?.description ?? resolve<Schema>(api, schema)?.description ?? ''
}
