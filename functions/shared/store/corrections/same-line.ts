/** Left, top, right, bottom. */
type Box = [number, number, number, number]

/** Whether a word is on the line of the word before it: its middle is level with that word. */
export function isOnLineOf([, beforeTop, , beforeBottom]: Box, [, top, , bottom]: Box): boolean {
  const middle = (top + bottom) / 2
  return middle > beforeTop && middle < beforeBottom
}
