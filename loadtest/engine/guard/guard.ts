import type { Page } from '../pages/page.ts'
import { rotated } from '../pages/read-in-turns.ts'
import { openReaders, type ReadersOptions } from '../reader/open-readers.ts'
import { type Attempt, type Choice, type Reader, toName } from '../reader/reader.ts'
import { type Guarded, toGuarded } from './guarded.ts'
import type { Names } from './verdict.ts'

/** An engine as the product uses it, with readers of the unprocessed file with the same model. */
interface Pair {
  ours: Reader
  /** The command, or the bare engine if the command is not installed. */
  plain: Reader
  /** Baseline for CPU: the bare engine for tesseract.js, the command for libtesseract. */
  bare: Reader
}

export interface GuardResult {
  names: Names
  rows: Guarded[]
}

export type GuardOptions = Omit<ReadersOptions, 'choices' | 'secondLooks'>

/**
 * Reads each page by each engine with second looks, and by the plain readers. Commands run in parallel with engines,
 * so two processes are active at a time.
 */
export async function guard(
  pages: Page[],
  choices: Choice[],
  options: GuardOptions,
): Promise<GuardResult[]> {
  const pairs = await openPairs(choices, options)
  const readers = [...new Set(pairs.flatMap(({ ours, plain, bare }) => [ours, plain, bare]))]
  const isCommand = ({ choice }: Reader) => choice.engine === 'command'
  const lanes = [readers.filter(isCommand), readers.filter((reader) => !isCommand(reader))]
  try {
    const read = await Promise.all(lanes.map((lane) => readAll(pages, lane)))
    const attempts = new Map(read.flatMap((lane) => [...lane]))
    return pairs.map(({ ours, plain, bare }) => ({
      names: { engine: nameOf(ours), plain: nameOf(plain), bare: nameOf(bare) },
      rows: pages.flatMap((page, index) => {
        const [own, base, cost] = [ours, plain, bare].map((each) => attempts.get(each)?.[index])
        return own && base && cost ? [toGuarded(page, { ours: own, plain: base, bare: cost })] : []
      }),
    }))
  } finally {
    for (const { close } of readers) await close()
  }
}

const nameOf = ({ choice }: Reader) => toName(choice, false)

async function openPairs(choices: Choice[], options: GuardOptions): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const choice of choices) {
    const open = async (choice: Choice, secondLooks: boolean) =>
      (await openReaders({ ...options, choices: [choice], secondLooks: [secondLooks] }))[0]
    const ours = await open(choice, true)
    if (!ours) continue
    const command = await open({ engine: 'command', model: choice.model }, false)
    const bare =
      choice.engine === 'tesseract.js'
        ? await open({ ...choice, engine: 'bare tesseract.js' }, false)
        : command
    const plain = command ?? bare
    if (plain && bare) pairs.push({ ours, plain, bare })
    else await ours.close()
  }
  return pairs
}

async function readAll(pages: Page[], readers: Reader[]): Promise<Map<Reader, Attempt[]>> {
  const attempts = new Map<Reader, Attempt[]>(readers.map((reader) => [reader, []]))
  for (const [index, { path }] of pages.entries()) {
    for (const reader of rotated(readers, index)) {
      attempts.get(reader)?.push(await reader.read(path))
    }
  }
  return attempts
}
