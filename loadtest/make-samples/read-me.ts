export interface Made {
  file: string
  about: string
  width: number
  height: number
  bytes: number
}

/** README of the sample pictures. */
export function toReadMe(made: readonly Made[]): string {
  const rows = made.map(
    ({ file, about, width, height, bytes }) =>
      `| [${file}](${file}) | ${about} | ${width} × ${height}, ${Math.round(bytes / 1000)} kB |`,
  )
  const total = made.reduce((sum, { bytes }) => sum + bytes, 0)
  return `# Sample pictures

${made.length} pictures, ${(total / 1e6).toFixed(1)} MB, each with the text that a person reads on it in a \`.txt\` of the
same name. Everything here is made by \`npm run samples\`; all people, places and firms are invented.

| file | what it is | size |
|---|---|---|
${rows.join('\n')}
`
}
