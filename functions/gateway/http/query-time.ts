import * as z from 'zod'

/** A time with its offset, in a query. A `+` that nobody escaped comes as a space, where nothing else can be meant. */
export const queryTime = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace(/ (?=\d\d:\d\d$)/, '+') : value),
  z.iso.datetime({ offset: true }),
)
