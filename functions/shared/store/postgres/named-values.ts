import { toStorable } from '../storable.ts'

export type Value = string | number | boolean | null | Uint8Array | (string | number | null)[]
export type Values = Record<string, Value>

/**
 * A statement whose values have names, as PostgreSQL takes it:
 *   WHERE id = :id AND page = :page::int   ──►   WHERE id = $1 AND page = $2::int
 * The SQL is our own: it has no colon in a text of its own.
 */
export function toPositional(sql: string, values: Values): { text: string; values: Value[] } {
  const names: string[] = []
  const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, values: names.map((name) => valueNamed(name, values)) }
}

function valueNamed(name: string, values: Values): Value {
  const value = values[name]
  if (value === undefined) throw new Error(`Expected a value for :${name}`)
  if (Array.isArray(value)) return value.map((each) => storable(each))
  return storable(value)
}

function storable<T extends Value>(value: T): T | string {
  return typeof value === 'string' ? toStorable(value) : value
}
