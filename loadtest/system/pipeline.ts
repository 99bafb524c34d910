import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, parseAllDocuments } from 'yaml'

const project = join(import.meta.dirname, '../..')

/** Annotations by the name of their Service, without `autoscaling.knative.dev/`. */
export type Scales = Record<string, Record<string, string | number>>

export interface PipelineChanges {
  scales?: Scales
  /** Of the deliveries to ocr: how long one may take, how often and how soon one is tried again. */
  delivery?: { timeout?: string; retry?: number; backoffDelay?: string }
}

/** A KNATIVE_DIR: the project's own pipeline with changes. */
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
      const isOfOcr = kind === 'KafkaSource' && name === 'images-feed'
      if (isOfOcr) document.setIn(['spec', 'delivery', field], value)
    }
  })
  return to
}

export interface OwnTopics {
  /** Of every topic's and group's name. */
  suffix: string
  partitions: number
}

/** Gives the topics and groups of a KNATIVE_DIR names that no other pipeline of the same Kafka has. */
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

/** A FUNCTIONS_DIR: the project's own gateway and results, and in ocr's place one of `loadtest/ocr`. */
export function functionsWith(ocr: 'stub' | 'failing' | 'sleeping', to: string): string {
  mkdirSync(to)
  for (const name of ['gateway', 'results']) {
    symlinkSync(join(project, 'functions', name), join(to, name))
  }
  symlinkSync(join(project, 'loadtest/ocr', ocr), join(to, 'ocr'))
  return to
}
