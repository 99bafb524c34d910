import * as z from 'zod'
import { examples } from '../openapi/examples.ts'

/** The address of a request with these ids stays below the 8 KiB that proxies accept. */
const maxIds = 200

/** Document ids in a query, separated by commas. */
export const queryIds = z
  .string()
  .transform((value) => value.split(',').filter((id) => id !== ''))
  .refine((ids) => ids.length > 0 && ids.length <= maxIds, `Expected 1 to ${maxIds} ids`)
  .meta({ type: 'string', example: examples.id })
