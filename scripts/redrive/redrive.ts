import type { DeadLetter } from '../../functions/shared/http/system-api.ts'
import { ApiError } from '../command/ask.ts'
import { count } from '../command/count.ts'
import type { Api } from './api.ts'
import type { Options } from './options.ts'

export interface RedriveDeps {
  api: Pick<Api, 'deadLetters' | 'deleteDeadLetter' | 'redrive'>
  options: Pick<Options, 'since' | 'reason' | 'dismiss' | 'dryRun'>
  print: (line: string) => void
}

/** More are read behind single pages of others. */
const manyDocuments = 20

/**
 * Lists the dead letters that were not redriven, redrives each of their documents once, and deletes those without a
 * document if asked to; false if one failed. What was deleted meanwhile does not count as failed.
 */
export async function redriveAll({ api, options, print }: RedriveDeps): Promise<boolean> {
  const letters = await api.deadLetters(options)
  for (const letter of letters) print(describe(letter))
  const documents = new Set(letters.flatMap(({ documentId }) => documentId ?? []))
  const found = `${count(letters.length, 'dead letter')} of ${count(documents.size, 'document')}`
  if (options.dryRun || documents.size === 0) print(found)
  if (options.dryRun) return true

  const how = documents.size > manyDocuments ? ({ bulk: true } as const) : {}
  let pages = 0
  let failed = 0
  for (const id of documents) {
    const isDone = await succeeds(id, print, async () => {
      pages += (await api.redrive(id, how)).redrivenPages
    })
    if (!isDone) failed += 1
  }
  const failures = failed > 0 ? `, ${count(failed, 'document')} failed` : ''
  if (documents.size > 0) print(`${found}: ${count(pages, 'page')} resent${failures}`)
  const others = letters.filter(({ documentId }) => documentId === null)
  return (await dismiss(others, { api, options, print })) && failed === 0
}

/** Deletes dead letters without a document, or says how to. */
async function dismiss(letters: DeadLetter[], { api, options, print }: RedriveDeps) {
  if (letters.length === 0) return true
  const found = `${count(letters.length, 'dead letter')} without a document`
  if (!options.dismiss) {
    print(`${found}: --dismiss deletes ${letters.length === 1 ? 'it' : 'them'}`)
    return true
  }
  let failed = 0
  for (const letter of letters) {
    if (!(await succeeds(letter.id, print, () => api.deleteDeadLetter(letter)))) failed += 1
  }
  print(`${found}: ${failed === 0 ? 'deleted' : `${failed} failed`}`)
  return failed === 0
}

/** Prints a refusal; false for any but of what was deleted. */
async function succeeds(what: string, print: RedriveDeps['print'], call: () => Promise<void>) {
  try {
    await call()
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    print(printable(`${what}: ${error.message}`))
    return error.status === 404
  }
}

/** One line: time, page, code, reason. Control characters from events are replaced, for the terminal's safety. */
function describe({ at, documentId, page, id, code, reason }: DeadLetter): string {
  const what = documentId === null ? id : `${documentId}/${page ?? '?'}`
  return printable([at, what, code ?? '-', reason].join('  ').trimEnd())
}

function printable(line: string): string {
  return line.replace(/\p{Cc}+/gu, ' ')
}
