const { compare } = new Intl.Collator('en', { numeric: true })

/** Compares paths as file managers sort them: folder by folder, `2.png` before `10.png`. */
export function comparePaths(one: string, other: string): number {
  const [names, otherNames] = [one.split('/'), other.split('/')]
  for (const [depth, name] of names.entries()) {
    const difference = compare(name, otherNames[depth] ?? '')
    if (difference !== 0) return difference
  }
  return names.length - otherNames.length
}
