import { isRightToLeft } from '../../text/direction.ts'

/** Numbers and letters of other scripts, which are written from left to right within a word. */
const leftToRight = /[\p{N}\p{Script=Latin}]+(?:[.,:/][\p{N}\p{Script=Latin}]+)*/gu

/**
 * Characters of a word from left to right, as readers of a PDF expect them: they restore the order in right-to-left
 * scripts themselves.
 */
export function toVisualOrder(word: string): string {
  return isRightToLeft(word) ? reversed(word).replace(leftToRight, reversed) : word
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('')
}
