/** Makes names unique in one folder, whatever its file system: `a.txt`, `A-2.txt`. */
export function createUniqueNames(): (name: string) => string {
  /** Of each name that is used, as it was folded: the last number that was added to it. */
  const numbers = new Map<string, number>()
  return (name) => {
    const [, stem, extension] = name.match(/^(.+?)(\.[^/]*)?$/s) ?? [null, name, '']
    let unique = name
    let number = numbers.get(folded(name)) ?? 1
    while (numbers.has(folded(unique))) {
      number += 1
      unique = `${stem}-${number}${extension ?? ''}`
    }
    numbers.set(folded(name), number)
    if (unique !== name) numbers.set(folded(unique), 1)
    return unique
  }
}

/** The same for names that a file system takes for the same. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
