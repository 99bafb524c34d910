import * as z from 'zod'
import { runFlat } from '../flat.ts'

const Options = z.object({ pages: z.coerce.number().int().min(1).default(100_000) })

/** No faults; the exit code says whether the log stays as large as what it has to keep. */
export async function flatCommand(values: unknown, print: (line: string) => void): Promise<number> {
  const { pages } = Options.parse(values)
  let isFlat = true
  for (const deletes of [false, true]) {
    print(deletes ? 'documents are deleted' : 'documents stay')
    isFlat = (await runFlat({ pages, deletes, print })) && isFlat
  }
  print(isFlat ? 'The log is flat.' : 'The log grows.')
  return isFlat ? 0 : 1
}
