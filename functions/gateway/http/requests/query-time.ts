import * as z from 'zod'

/** A time with offset in a query. An unescaped `+` is decoded as a space; before an offset it is restored. */
export const queryTime = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace(/ (?=\d\d:\d\d$)/, '+') : value),
  z.iso.datetime({ offset: true }),
)
