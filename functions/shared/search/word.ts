/** A word of a text: as it is searched, and where it is. */
export interface Word {
  term: string
  start: number
  end: number
}
