import type { Finding } from '../library/search.ts'
import { tidySnippet } from '../library/snippet.ts'

/** Where words were found, marked. */
export function Snippet({ parts }: { parts: Finding['snippet'] }) {
  return (
    <>
      {tidySnippet(parts).map(({ text, hit }, index) =>
        hit ? <mark key={index}>{text}</mark> : text,
      )}
    </>
  )
}
