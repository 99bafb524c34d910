import type { PageWithWords } from '../../functions/shared/http/api.ts'
import type { Size } from './zoom/zoom.ts'

type Words = PageWithWords['words']
type Box = Words[number]['box']

/** Size of a picture that is turned by degrees clockwise. */
export function turnedSize({ width, height }: Size, degrees: number): Size {
  return degrees % 180 === 0 ? { width, height } : { width: height, height: width }
}

/** Words of a picture of this size, in places of the picture that is turned by degrees clockwise. */
export function turnedWords(words: Words, degrees: number, picture: Size): Words {
  if (degrees === 0) return words
  return words.map((word) => ({ ...word, box: turnedBox(word.box, degrees, picture) }))
}

function turnedBox([left, top, right, bottom]: Box, degrees: number, picture: Size): Box {
  const { width, height } = picture
  switch (degrees) {
    case 90:
      return [height - bottom, left, height - top, right]
    case 180:
      return [width - right, height - bottom, width - left, height - top]
    default:
      return [top, width - right, bottom, width - left]
  }
}
