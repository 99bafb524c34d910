import { count } from '../../command/count.ts'

export interface Progress {
  /** Total number of pages processed so far. */
  advance: (pages: number) => void
  /** Prints a separate line. */
  say: (line: string) => void
  /** Removes the bar. */
  end: () => void
}

export interface ProgressDeps {
  write: (text: string) => void
  isTerminal: boolean
  /** Total number of pages. */
  total: number
  /** Pages per second. */
  rate: number
}

const width = 30
/**
 * Return to column 1 and erase the line.
 * https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
 */
const clearLine = '\r\u001b[K'

/** Progress bar in a terminal; elsewhere one line per tenth. */
export function createProgress({ write, isTerminal, total, rate }: ProgressDeps): Progress {
  return isTerminal ? createBar({ write, total, rate }) : createLines({ write, total })
}

function createBar({ write, total, rate }: Omit<ProgressDeps, 'isTerminal'>): Progress {
  let bar = ''
  return {
    advance(pages) {
      const full = Math.floor((width * pages) / total)
      const left = toDuration((total - pages) / rate)
      const drawn = '█'.repeat(full).padEnd(width, '░')
      bar = `${drawn} ${pages.toLocaleString('en')} of ${count(total, 'page')}, ${left} left`
      write(`${clearLine}${bar}`)
    },
    say: (line) => write(`${clearLine}${line}\n${bar}`),
    end: () => write(clearLine),
  }
}

function createLines({ write, total }: Pick<ProgressDeps, 'write' | 'total'>): Progress {
  let tenths = 0
  return {
    advance(pages) {
      const reached = Math.floor((10 * pages) / total)
      if (reached === tenths) return
      tenths = reached
      write(`${pages.toLocaleString('en')} of ${count(total, 'page')}\n`)
    },
    say: (line) => write(`${line}\n`),
    end() {},
  }
}

function toDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 90 * 60) return `${Math.ceil(seconds / 60)} min`
  return `${Math.ceil(seconds / 3600)} h`
}
