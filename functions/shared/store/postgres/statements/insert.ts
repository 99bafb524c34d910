import type { NewRow, Values } from '../../engine.ts'

/** Rows of one statement: a row has at most 11 values, a statement at most 65,535. */
const maxRows = 1000

/**
 * INSERT statements for rows, as few as possible.
 *   INSERT INTO pages (seq, page) VALUES (:seq0, :page0), (:seq1, :page1)
 */
export function toInserts(table: string, rows: NewRow[]): { sql: string; values: Values }[] {
  const columns = Object.keys(rows[0] ?? {})
  const inserts = []
  for (let from = 0; from < rows.length; from += maxRows) {
    const values: Values = {}
    const tuples = rows.slice(from, from + maxRows).map((row, n) => {
      for (const column of columns) values[`${column}${n}`] = row[column] ?? null
      return `(${columns.map((column) => `:${column}${n}`).join(', ')})`
    })
    const into = `INSERT INTO ${table} (${columns.join(', ')})`
    inserts.push({ sql: `${into} VALUES ${tuples.join(', ')}`, values })
  }
  return inserts
}
