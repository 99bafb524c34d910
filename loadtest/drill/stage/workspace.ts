import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { writeControl } from '../stub/control.ts'

const project = join(import.meta.dirname, '../../..')

export interface PipelineChanges {
  /** Of the deliveries to ocr: how long one may take, and how often one is tried again. */
  timeout?: string
  retry?: number
  /** Stable window of the services that go to zero. */
  window?: string
}

/**
 * A folder for a run with the stub in ocr's place, everything else being the real thing; `env` are the
 * runtime's settings for it.
 *
 *   functions/   gateway, results: the project's own    ocr: the stub
 *   knative/     the project's own, with the changes
 *   data/        DATA_DIR
 *   control      what the stub is told                  deliveries     what it saw
 */
export function prepareWorkspace(folder: string, changes: PipelineChanges = {}) {
  const functions = join(folder, 'functions')
  mkdirSync(functions)
  for (const name of ['gateway', 'results']) {
    symlinkSync(join(project, 'functions', name), join(functions, name))
  }
  symlinkSync(join(import.meta.dirname, '../stub/ocr'), join(functions, 'ocr'))
  copyPipeline(join(folder, 'knative'), changes)
  mkdirSync(join(folder, 'data'))
  const control = join(folder, 'control')
  writeControl(control, { misbehaviour: null, oneOf: 1 })
  const deliveries = join(folder, 'deliveries')
  return {
    dataDir: join(folder, 'data'),
    control,
    deliveries,
    env: {
      FUNCTIONS_DIR: functions,
      KNATIVE_DIR: join(folder, 'knative'),
      DRILL_CONTROL: control,
      DRILL_DELIVERIES: deliveries,
      // One look at each page is enough here.
      SECOND_LOOKS: '0',
      ...(changes.timeout && {
        PAGE_TIMEOUT_MS: `${secondsOf(changes.timeout) * 1000}`,
        DRILL_FETCH_MS: `${secondsOf(changes.timeout) * 500}`,
      }),
    },
  }
}

const secondsOf = (duration: string) => Number.parseFloat(duration.slice(2))

const annotations = ['spec', 'template', 'metadata', 'annotations']

function copyPipeline(to: string, changes: PipelineChanges): void {
  const { timeout, retry, window } = changes
  const from = join(project, 'knative/pipeline')
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    const documents = parseAllDocuments(readFileSync(join(from, name), 'utf8'))
    for (const document of documents) {
      const kind = document.get('kind')
      if (kind === 'KafkaSource' && document.getIn(['metadata', 'name']) === 'images-feed') {
        if (timeout !== undefined) document.setIn(['spec', 'delivery', 'timeout'], timeout)
        if (retry !== undefined) document.setIn(['spec', 'delivery', 'retry'], retry)
      }
      if (kind === 'Service' && window !== undefined) {
        document.setIn([...annotations, 'autoscaling.knative.dev/window'], window)
      }
    }
    writeFileSync(join(to, name), documents.map(String).join(''))
  }
}
