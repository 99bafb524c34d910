/** Makes names unique in one folder, whatever its file system: `a.txt`, `A-2.txt`. */
export function createUniqueNames(): (name: string) => string {
  const used = new Set<string>()
  return (name) => {
    const [, stem, extension] = name.match(/^(.+?)(\.[^/]*)?$/s) ?? [null, name, '']
    let unique = name
    for (let number = 2; used.has(folded(unique)); number += 1) {
      unique = `${stem}-${number}${extension ?? ''}`
    }
    used.add(folded(unique))
    return unique
  }
}

/** The same for names that a file system takes for the same. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
