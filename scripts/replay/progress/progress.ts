import { count } from '../../command/count.ts'

export interface Progress {
  /** So many pages of all have had their turn. */
  advance: (pages: number) => void
  /** A line of its own. */
  say: (line: string) => void
  /** Takes the bar away. */
  end: () => void
}

export interface ProgressDeps {
  write: (text: string) => void
  isTerminal: boolean
  /** All pages. */
  total: number
  /** Pages a second. */
  rate: number
}

const width = 30
/** To the beginning of the line, and nothing right of there. https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const clearLine = '\r\u001b[K'

/** A bar in a terminal; elsewhere a line for each tenth. */
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
