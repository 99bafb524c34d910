import type { Random } from '../fuzz/draw.ts'
import { oneOf, within } from '../fuzz/draw.ts'

/** Ways to break a document, by name. */
const mutations: Record<string, (pdf: Buffer, random: Random) => Buffer> = {
  'changed bytes': (pdf, random) => {
    const changed = Buffer.from(pdf)
    for (let count = within(random, 1, 200); count > 0; count -= 1) {
      changed[random() % changed.length] = random() & 255
    }
    return changed
  },
  'changed bits of one place': (pdf, random) => {
    const changed = Buffer.from(pdf)
    const start = random() % changed.length
    for (let at = start; at < Math.min(start + 40, changed.length); at += 1) {
      changed[at] = (changed[at] ?? 0) ^ (1 << (random() % 8))
    }
    return changed
  },
  'other numbers': (pdf, random) =>
    inText(pdf, (text) =>
      text.replaceAll(/\d+/g, (number) => {
        if (random() % 8 > 0) return number
        return oneOf(random, ['0', '-1', '1e9', '4294967295', '99999999999999', '0.00001', '7'])
      }),
    ),
  'exchanged objects': (pdf, random) =>
    inText(pdf, (text) =>
      text.replaceAll(/\d+ 0 R/g, (reference) =>
        random() % 4 === 0 ? `${within(random, 0, 12)} 0 R` : reference,
      ),
    ),
  'exchanged names': (pdf, random) => {
    const names = [...new Set(pdf.toString('latin1').match(/\/[A-Za-z]+/g))]
    return inText(pdf, (text) =>
      text.replaceAll(/\/[A-Za-z]+/g, (name) =>
        random() % 10 === 0 ? (names[random() % names.length] ?? name) : name,
      ),
    )
  },
  truncated: (pdf, random) => pdf.subarray(0, within(random, 8, pdf.length)),
  'a part missing': (pdf, random) => {
    const start = random() % pdf.length
    const end = Math.min(start + within(random, 1, 5000), pdf.length)
    return Buffer.concat([pdf.subarray(0, start), pdf.subarray(end)])
  },
  'a part repeated': (pdf, random) => {
    const start = random() % pdf.length
    const part = pdf.subarray(start, start + within(random, 1, 5000))
    return Buffer.concat([pdf.subarray(0, start), part, part, pdf.subarray(start)])
  },
  'a part of another': (pdf, random) => {
    const [from, to] = [random() % pdf.length, random() % pdf.length]
    const changed = Buffer.from(pdf)
    pdf.copy(changed, to, from, from + within(random, 1, 3000))
    return changed
  },
}

function inText(pdf: Buffer, change: (text: string) => string): Buffer {
  return Buffer.from(change(pdf.toString('latin1')), 'latin1')
}

/** Breaks a document in one to three ways. */
export function mutate(pdf: Buffer, random: Random): { pdf: Buffer; how: string } {
  const how: string[] = []
  let mutated = pdf
  for (let count = within(random, 1, 3); count > 0; count -= 1) {
    const names = Object.keys(mutations)
    const name = names[random() % names.length] ?? ''
    mutated = mutations[name]?.(mutated, random) ?? mutated
    how.push(name)
  }
  return { pdf: mutated, how: how.join(', ') }
}
