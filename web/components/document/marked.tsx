import { markHits } from '../../library/hits.ts'
import type { Finding } from '../../library/search.ts'
import { tidySnippet } from '../../library/snippet.ts'

/** A text with the words of a search marked; as it is without one. */
export function Marked({ text, query }: { text: string; query: string }) {
  return <Parts parts={markHits(text, query)} />
}

/** Where the server found the words of a search, marked. */
export function Snippet({ parts }: { parts: Finding['snippet'] }) {
  return <Parts parts={tidySnippet(parts)} />
}

function Parts({ parts }: { parts: Finding['snippet'] }) {
  return <>{parts.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : text))}</>
}
