import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyPipeline, functionsWith } from '../system/pipeline.ts'

/**
 * Environment of a Glyphflow whose ocr fails each page until `mend` is called, with `retry` retries per page. Its files
 * are in `folder`.
 */
export async function failingOcr(folder: string, { retry = 1 } = {}) {
  const delivery = { retry, backoffDelay: 'PT0.1S' }
  const failsWhile = join(folder, 'fails')
  await writeFile(failsWhile, '')
  return {
    env: {
      FUNCTIONS_DIR: functionsWith('failing', join(folder, 'functions')),
      KNATIVE_DIR: copyPipeline(join(folder, 'pipeline'), { delivery }),
      FAILS_WHILE: failsWhile,
    },
    mend: () => rm(failsWhile),
  }
}
