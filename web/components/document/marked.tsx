import { markHits } from '../../library/hits.ts'
import type { SearchResult } from '../../library/search.ts'
import { tidySnippet } from '../../library/snippet.ts'

/** A text with the hits of a search marked. */
export function Marked({ text, query }: { text: string; query: string }) {
  return <Parts parts={markHits(text, query)} />
}

/** A snippet of the server with its hits marked. */
export function Snippet({ parts }: { parts: SearchResult['snippet'] }) {
  return <Parts parts={tidySnippet(parts)} />
}

function Parts({ parts }: { parts: SearchResult['snippet'] }) {
  return <>{parts.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : text))}</>
}
