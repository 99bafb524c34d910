import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, parseAllDocuments } from 'yaml'

const project = join(import.meta.dirname, '../..')

/** Annotations by Service name, without `autoscaling.knative.dev/`. */
export type Scales = Record<string, Record<string, string | number>>

export interface PipelineChanges {
  scales?: Scales
  /** Timeout and retries of deliveries to ocr. */
  delivery?: { timeout?: string; retry?: number; backoffDelay?: string }
}

/** Creates a KNATIVE_DIR: the project's pipeline with changes. */
export function copyPipeline(to: string, { scales = {}, delivery = {} }: PipelineChanges): string {
  cpSync(join(project, 'knative/pipeline'), to, { recursive: true })
  const annotations = ['spec', 'template', 'metadata', 'annotations']
  changeDocuments(to, (document, kind) => {
    const name = String(document.getIn(['metadata', 'name']))
    for (const [annotation, value] of Object.entries(scales[name] ?? {})) {
      if (kind !== 'Service') break
      document.setIn([...annotations, `autoscaling.knative.dev/${annotation}`], String(value))
    }
    for (const [field, value] of Object.entries(delivery)) {
      const isOfOcr = kind === 'KafkaSource' && name.startsWith('images-')
      if (isOfOcr) document.setIn(['spec', 'delivery', field], value)
    }
  })
  return to
}

export interface OwnTopics {
  /** Appended to the name of every topic and group. */
  suffix: string
  partitions: number
}

/** Gives the topics and groups of a KNATIVE_DIR names that are unique in a shared Kafka. */
export function ownTopics(folder: string, { suffix, partitions }: OwnTopics): void {
  changeDocuments(folder, (document, kind) => {
    const append = (...path: (string | number)[]) =>
      document.setIn(path, `${document.getIn(path)}${suffix}`)
    switch (kind) {
      case 'KafkaTopic':
        append('metadata', 'name')
        document.setIn(['spec', 'partitions'], partitions)
        break
      case 'KafkaSink':
        append('spec', 'topic')
        break
      case 'KafkaSource':
        append('spec', 'topics', 0)
        append('spec', 'consumerGroup')
        break
    }
  })
}

function changeDocuments(folder: string, change: (document: Document, kind: unknown) => void) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const documents = parseAllDocuments(readFileSync(path, 'utf8'))
    for (const document of documents) change(document, document.get('kind'))
    writeFileSync(path, documents.map(String).join(''))
  }
}

/** Creates a FUNCTIONS_DIR: the project's gateway and results, with an ocr from `loadtest/ocr`. */
export function functionsWith(ocr: 'stub' | 'failing' | 'sleeping', to: string): string {
  mkdirSync(to)
  for (const name of ['gateway', 'results']) {
    symlinkSync(join(project, 'functions', name), join(to, name))
  }
  symlinkSync(join(project, 'loadtest/ocr', ocr), join(to, 'ocr'))
  return to
}
