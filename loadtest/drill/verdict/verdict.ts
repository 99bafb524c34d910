import type { FoundDocument, Page } from '../../../functions/shared/http/api.ts'
import type { FeedChange } from '../../system/change-feed.ts'
import type { Expected, Note } from '../load/notes.ts'
import type { EndState } from './end-state.ts'

/** Outcome in Jepsen's terms, counted in pages. */
export interface Verdict {
  attempted: number
  /** Answered with 202. */
  acknowledged: number
  /** Attempted with unknown outcome: they may exist or not. */
  indeterminate: number
  finished: number
  /** Acknowledged but absent; existing but never ended; or ended but never announced. */
  lost: number
  /** Existing but never attempted. */
  ghost: number
  /** One key with two documents; a repeated announcement of an end; change numbers that do not increase. */
  twice: number
  /** Wrong text, or an unexpected failure. */
  wrong: number
  findings: string[]
}

export interface Evidence extends EndState {
  notes: Note[]
  /** Whether the text of a real page matches the sample. */
  isTextOf: (sample: string, text: string) => boolean
}

type Bad = 'lost' | 'ghost' | 'twice' | 'wrong'

/** Compares the clients' notes with the stored documents and the feed. */
export function judge({ notes, documents, feed, isTextOf }: Evidence): Verdict {
  const attempts = attemptsOf(notes)
  const bad = { lost: 0, ghost: 0, twice: 0, wrong: 0 }
  const findings: string[] = []
  const found = (kind: Bad, pages: number, what: string) => {
    bad[kind] += pages
    findings.push(`${kind}: ${what}`)
  }

  const byId = new Map(documents.map((document) => [document.id, document]))
  const byKey = Map.groupBy(documents, ({ filename }) => filename ?? '')
  for (const [key, { pages, id, refused }] of attempts) {
    const [document, ...others] = byKey.get(key) ?? []
    if (refused) found('wrong', pages.length, `${key} was refused: ${refused}`)
    if (others.length > 0) {
      found('twice', others.flatMap((other) => other.pages).length, `${key} has several documents`)
    }
    const acknowledged = id === null ? document : byId.get(id)
    if (!acknowledged) {
      if (id !== null)
        found('lost', pages.length, `${key} was acknowledged as ${id}, but does not exist`)
      continue
    }
    for (const page of acknowledged.pages) {
      const expected = pages[page.page - 1]
      const name = `${key} page ${page.page} (document ${acknowledged.id}, try ${page.try})`
      if (!expected) found('ghost', 1, `${name} was not uploaded`)
      else if (page.status === 'queued') found('lost', 1, `${name} has not ended`)
      else if (!isAsExpected(page, expected, isTextOf)) {
        found('wrong', 1, `${name}: expected ${JSON.stringify(expected)}, got ${contentOf(page)}`)
      }
    }
    const missing = pages.length - acknowledged.pages.length
    if (missing > 0) found('lost', missing, `${missing} pages of ${key} do not exist`)
  }
  for (const { id, filename, pages } of documents) {
    if (!attempts.has(filename ?? '')) found('ghost', pages.length, `document ${id}, ${filename}`)
  }
  judgeFeed(feed, documents, found)

  const all = [...attempts.values()]
  const attempted = countPages(all)
  const acknowledged = countPages(all.filter(({ id }) => id !== null))
  const refused = countPages(all.filter(({ id, refused }) => id === null && refused !== null))
  return {
    ...{ attempted, acknowledged, indeterminate: attempted - acknowledged - refused },
    finished: documents.flatMap(({ pages }) => pages).filter(({ status }) => status !== 'queued')
      .length,
    ...bad,
    findings,
  }
}

interface Attempt {
  pages: Expected[]
  id: string | null
  refused: string | null
}

function attemptsOf(notes: Note[]): Map<string, Attempt> {
  const attempts = new Map<string, Attempt>()
  for (const note of notes) {
    if (note.note === 'attempted')
      attempts.set(note.key, { pages: note.pages, id: null, refused: null })
    const attempt = attempts.get(note.key)
    if (attempt && note.note === 'acknowledged') attempt.id = note.id
    if (attempt && note.note === 'refused') attempt.refused = `${note.status} ${note.code}`
  }
  return attempts
}

const countPages = (attempts: Attempt[]) =>
  attempts.reduce((sum, { pages }) => sum + pages.length, 0)

function isAsExpected(page: Page, expected: Expected, isTextOf: Evidence['isTextOf']): boolean {
  if ('failed' in expected) return page.error?.code === expected.failed
  if (page.status !== 'done' || page.text === null) return false
  return 'text' in expected ? page.text === expected.text : isTextOf(expected.sample, page.text)
}

function contentOf({ error, text }: Page): string {
  return error ? `${error.code}: ${error.detail}` : JSON.stringify(text?.slice(0, 60))
}

/** Checks that numbers increase and each end is announced exactly once. */
function judgeFeed(
  feed: FeedChange[],
  documents: FoundDocument[],
  found: (kind: Bad, pages: number, what: string) => void,
): void {
  const announced = new Set<string>()
  let last = 0
  for (const change of feed) {
    if (change.change <= last) found('twice', 1, `change ${change.change} comes after ${last}`)
    last = change.change
    if (change.kind === 'reset')
      found('lost', 1, `the feed is not kept up to change ${change.change}`)
    if (change.kind !== 'page' || change.status === 'queued') continue
    const end = endOf(change.id, change)
    if (announced.has(end)) found('twice', 1, `change ${change.change} announces again: ${end}`)
    announced.add(end)
  }
  for (const { id, pages } of documents) {
    for (const page of pages) {
      if (page.status === 'queued' || announced.has(endOf(id, page))) continue
      found('lost', 1, `never announced: ${endOf(id, page)}`)
    }
  }
}

function endOf(id: string, page: { page: number; try: number; status: string }): string {
  return `${id}/${page.page} try ${page.try} ${page.status}`
}
