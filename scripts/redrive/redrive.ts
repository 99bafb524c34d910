import type { DeadLetter } from '../../functions/shared/http/system-api.ts'
import { ApiError } from '../command/ask.ts'
import { count } from '../command/count.ts'
import type { Api } from './api.ts'
import type { Options } from './options.ts'

export interface RedriveDeps {
  api: Pick<Api, 'deadLetters' | 'redrive'>
  options: Pick<Options, 'since' | 'reason' | 'dryRun'>
  print: (line: string) => void
}

/**
 * Lists the dead letters that were not redriven, and redrives each of their documents once; false if one failed. A
 * deleted document does not count as failed.
 */
export async function redriveAll({ api, options, print }: RedriveDeps): Promise<boolean> {
  const letters = await api.deadLetters(options)
  for (const letter of letters) print(describe(letter))
  const documents = new Set(letters.flatMap(({ documentId }) => documentId ?? []))
  const found = `${count(letters.length, 'dead letter')} of ${count(documents.size, 'document')}`
  if (options.dryRun || documents.size === 0) {
    print(found)
    return true
  }

  let pages = 0
  let failed = 0
  for (const id of documents) {
    try {
      pages += (await api.redrive(id)).redrivenPages
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      print(`${id}: ${error.message}`)
      if (error.status !== 404) failed += 1
    }
  }
  const failures = failed > 0 ? `, ${count(failed, 'document')} failed` : ''
  print(`${found}: ${count(pages, 'page')} resent${failures}`)
  return failed === 0
}

/** One line: time, page, code, reason. Control characters from events are replaced, for the terminal's safety. */
function describe({ at, documentId, page, id, code, reason }: DeadLetter): string {
  const what = documentId === null ? id : `${documentId}/${page ?? '?'}`
  const line = [at, what, code ?? '-', reason].join('  ').trimEnd()
  return line.replace(/\p{Cc}+/gu, ' ')
}
