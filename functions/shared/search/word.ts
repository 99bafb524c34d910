/** Word of a text: its search term and its position. */
export interface Word {
  term: string
  start: number
  end: number
}
