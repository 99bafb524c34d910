import type { Token } from '../../../reader/corrections/tokens.ts'
import type { Reader } from '../../../reader/create-reader.ts'
import { createWordLook, type WordLook } from '../words.ts'
import { WordEditor } from './word-editor.tsx'

/** The text of a page, word by word; what is edited is a field. */
export function TextWords({ reader }: { reader: Reader }) {
  const tokens = reader.tokens.value
  const look = createWordLook(reader)
  const edit = reader.editor.editing.value
  const [first, ...rest] = edit?.tokens.map(({ index }) => index) ?? []

  return (
    <p class="text">
      {tokens.map((token) => {
        if (edit && token.index === first) {
          const key = `edit ${edit.what} ${edit.index}`
          return [token.before, <WordEditor key={key} {...{ reader, edit }} />]
        }
        if (rest.includes(token.index)) return null
        return [token.before, <TextWord key={token.index} token={token} look={look(token.index)} />]
      })}
    </p>
  )
}

function TextWord({ token: { index, text }, look }: { token: Token; look: WordLook }) {
  const props = {
    class: look.class,
    title: look.title,
    'data-index': index,
    ...(look.tint > 0 && { style: `--tint:${look.tint.toFixed(2)}` }),
  }
  return look.isHit ? <mark {...props}>{text}</mark> : <span {...props}>{text}</span>
}
