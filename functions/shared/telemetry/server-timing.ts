/**
 * What a function tells of an event it has handled, in the header of its answer, so that it survives the replica:
 *
 *   Server-Timing: fetch;dur=4.2, recognize;dur=811, outcome;desc="recognized"
 *
 * A number is a time in ms, a string a word. https://www.w3.org/TR/server-timing/
 */
export type ServerTiming = Readonly<Record<string, number | string>>

export const serverTimingHeader = 'server-timing'

/** Limits of what is read: another's function may send anything. */
const maxLength = 2048
const maxEntries = 24

export function toServerTiming(timing: ServerTiming): string {
  return Object.entries(timing)
    .map(([name, value]) =>
      typeof value === 'number'
        ? `${name};dur=${Math.round(value * 1000) / 1000}`
        : `${name};desc="${value.replaceAll(/[^ !#-[\]-~]/g, '')}"`,
    )
    .join(', ')
}

const entry = /^([\w-]{1,40})(?:;dur=(\d{1,12}(?:\.\d{1,12})?)|;desc="([^"\\]{0,100})")$/

/** Entries as `toServerTiming` writes them; others, and repeated names, are left out. */
export function fromServerTiming(header: string | string[] | undefined): ServerTiming {
  const text = (Array.isArray(header) ? header.join(', ') : (header ?? '')).slice(0, maxLength)
  const timing: Record<string, number | string> = Object.create(null)
  for (const part of text.split(', ').slice(0, maxEntries)) {
    const [, name, dur, desc] = entry.exec(part.trim()) ?? []
    if (name === undefined || name in timing) continue
    timing[name] = dur === undefined ? (desc ?? '') : Number(dur)
  }
  return timing
}
