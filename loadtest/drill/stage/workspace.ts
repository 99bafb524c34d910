import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeControl } from '../../ocr/stub/control.ts'
import {
  copyPipeline,
  functionsWith,
  type PipelineChanges,
  type Scales,
} from '../../system/pipeline.ts'

export interface StubChanges extends NonNullable<PipelineChanges['delivery']> {
  /** Stable window of the services that scale to zero. */
  window?: string
}

/**
 * Folder for a run with the ocr stub and everything else real; `env` holds the runtime's settings for it.
 *
 *   functions/   gateway, results: the project's own    ocr: the stub
 *   knative/     the project's own, with the changes
 *   data/        DATA_DIR
 *   control      instructions for the stub              deliveries     journal of the stub
 */
export function prepareWorkspace(folder: string, { window, ...delivery }: StubChanges = {}) {
  const { timeout } = delivery
  const scales: Scales = window ? { ocr: { window }, results: { window } } : {}
  const knative = copyPipeline(join(folder, 'knative'), { scales, delivery })
  mkdirSync(join(folder, 'data'))
  const control = join(folder, 'control')
  writeControl(control, { misbehaviour: null, oneOf: 1 })
  const deliveries = join(folder, 'deliveries')
  return {
    dataDir: join(folder, 'data'),
    control,
    deliveries,
    env: {
      FUNCTIONS_DIR: functionsWith('stub', join(folder, 'functions')),
      KNATIVE_DIR: knative,
      DRILL_CONTROL: control,
      DRILL_DELIVERIES: deliveries,
      // A second look at each page would only take time here.
      SECOND_LOOKS: '0',
      ...(timeout && {
        PAGE_TIMEOUT_MS: `${secondsOf(timeout) * 1000}`,
        DRILL_FETCH_MS: `${secondsOf(timeout) * 500}`,
      }),
    },
  }
}

const secondsOf = (duration: string) => Number.parseFloat(duration.slice(2))
