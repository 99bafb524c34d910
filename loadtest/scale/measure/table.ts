/** Text table: first column left-aligned, other columns right-aligned. */
export function toTable(headings: string[], rows: (string | number)[][]): string {
  const cells = [headings, ...rows.map((row) => row.map(String))]
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0
          return column === 0 ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('   ')
        .trimEnd(),
    )
    .map((line) => `  ${line}\n`)
    .join('')
}

export function toMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}

export function toPercent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}
