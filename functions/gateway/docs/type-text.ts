import { nameOf, type OpenApi, resolve, type Schema } from './open-api.ts'

/** A schema in TypeScript notation: `Page[]`, `"done" | "failed"`, `string | null`. */
export function typeText(schema: Schema): string {
  const name = nameOf(schema)
  if (name !== null) return name
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  if (schema.anyOf) return union(schema.anyOf.map(typeText))
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type) => typeText({ ...schema, type })))
  }
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeText).join(', ')}]`
  if (schema.type === 'array' && schema.items) return arrayOf(typeText(schema.items))
  if (schema.format === 'binary') return 'bytes'
  return schema.type ?? 'any'
}

function union(parts: string[]): string {
  return [...new Set(parts)].join(' | ')
}

function arrayOf(item: string): string {
  return item.includes('|') ? `(${item})[]` : `${item}[]`
}

/** Constraints of a value besides its type: `uuid`, `1 to 1000`, `at most 500 characters`, `50 if left out`. */
export function constraintsOf(schema: Schema): string[] {
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
export function fieldsOf(api: OpenApi, schema: Schema): Field[] {
  const { properties, required = [], items, anyOf = [] } = resolve(api, schema)
  if (items) return fieldsOf(api, items)
  if (!properties) return anyOf.flatMap((part) => fieldsOf(api, part))
  return Object.entries(properties).map(([name, field]) => ({
    ...{ name, schema: field, isRequired: required.includes(name) },
  }))
}

/** A field's description, or that of its reference's target. */
export function descriptionOf(api: OpenApi, schema: Schema): string {
  return schema.description ?? resolve(api, schema).description ?? ''
}
