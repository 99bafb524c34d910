import type { Value, Values } from '../../engine.ts'
import { toStorable } from '../../values/storable.ts'

/**
 * Converts named values to PostgreSQL's positional ones:
 *   WHERE id = :id AND page = :page::int   ──►   WHERE id = $1 AND page = $2::int
 * The SQL must not contain a string literal with a colon.
 */
export function toPositional(sql: string, values: Values): { text: string; values: Value[] } {
  const positions = new Map<string, number>()
  const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => {
    const position = positions.get(name) ?? positions.size + 1
    positions.set(name, position)
    return `$${position}`
  })
  return { text, values: Array.from(positions.keys(), (name) => valueNamed(name, values)) }
}

function valueNamed(name: string, values: Values): Value {
  const value = values[name]
  if (value === undefined) throw new Error(`Expected a value for :${name}`)
  return Array.isArray(value) ? value.map(storable) : storable(value)
}

function storable<T extends Value>(value: T): T | string {
  return typeof value === 'string' ? toStorable(value) : value
}
