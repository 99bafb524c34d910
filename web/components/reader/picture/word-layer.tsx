import { useMemo } from 'preact/hooks'
import { linesOf } from '../../../reader/corrections/tokens.ts'
import type { Reader } from '../../../reader/create-reader.ts'
import type { PlacedWord } from '../../../reader/place-words.ts'
import { createTextWidth, type TextWidth, wordStyle } from '../../../reader/word-style.ts'
import type { Size } from '../../../reader/zoom/zoom.ts'
import { createWordLook, type WordLook } from '../words.ts'

export interface WordLayerProps {
  reader: Reader
  picture: Size
  /** The text is shown beside the picture, too. */
  isHidden: boolean
}

/**
 * The words as invisible text over the picture, in px of it. Their order, spaces and line breaks are those of the text,
 * so that what is selected and copied is the text.
 */
export function WordLayer({ reader, picture, isHidden }: WordLayerProps) {
  const textWidth = useMemo(createCanvasTextWidth, [])
  const look = createWordLook(reader)
  return (
    <div
      class="words"
      style={{ width: `${picture.width}px`, height: `${picture.height}px` }}
      aria-hidden={isHidden}
    >
      {linesOf(reader.placed.value).map((line) => (
        <span key={line[0]?.index}>
          {line[0]?.before.includes('\n') && line[0].before}
          {line.map((word, place) => (
            <LayerWord
              key={word.index}
              {...{ word, textWidth, look: look(word.index) }}
              space={line[place + 1]?.before ?? ''}
            />
          ))}
        </span>
      ))}
    </div>
  )
}

interface LayerWordProps {
  word: PlacedWord
  look: WordLook
  space: string
  textWidth: TextWidth
}

function LayerWord({ word, look, space, textWidth }: LayerWordProps) {
  const tint = look.tint > 0 ? `--tint:${look.tint.toFixed(2)}` : ''
  return (
    <span
      class={look.class}
      data-index={word.index}
      title={look.title}
      style={wordStyle(word, textWidth) + tint}
    >
      {word.text + space}
    </span>
  )
}

/** Of the font of the layer. */
function createCanvasTextWidth(): TextWidth {
  const context = document.createElement('canvas').getContext('2d')
  if (context) context.font = '100px sans-serif'
  return createTextWidth((text) => context?.measureText(text).width ?? text.length * 50)
}
