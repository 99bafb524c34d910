import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const project = join(import.meta.dirname, '../..')

/**
 * The environment of a Glyphflow whose ocr fails each page until `mend` is called; each is tried again
 * `retry` times. What it needs is put into `folder`.
 */
export async function failingOcr(folder: string, { retry = 1 } = {}) {
  const functions = join(folder, 'functions')
  await mkdir(functions)
  await symlink(join(project, 'functions/gateway'), join(functions, 'gateway'))
  await symlink(join(project, 'functions/results'), join(functions, 'results'))
  await symlink(join(project, 'loadtest/failing-ocr'), join(functions, 'ocr'))

  const pipeline = join(folder, 'pipeline')
  await cp(join(project, 'knative/pipeline'), pipeline, { recursive: true })
  const ocr = join(pipeline, 'ocr.yaml')
  const manifest = await readFile(ocr, 'utf8')
  const impatient = manifest
    .replace(/retry: \d+/, `retry: ${retry}`)
    .replace(/backoffDelay: \w+/, 'backoffDelay: PT0.1S')
  await writeFile(ocr, impatient)

  const failsWhile = join(folder, 'fails')
  await writeFile(failsWhile, '')
  return {
    env: { FUNCTIONS_DIR: functions, KNATIVE_DIR: pipeline, FAILS_WHILE: failsWhile },
    mend: () => rm(failsWhile),
  }
}
