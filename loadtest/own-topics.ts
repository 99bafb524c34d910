import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, parseAllDocuments } from 'yaml'

export interface OwnTopics {
  /** Of every topic's and group's name. */
  suffix: string
  partitions: number
}

/** Gives the topics and groups of a KNATIVE_DIR names that no other pipeline of the same Kafka has. */
export function ownTopics(folder: string, own: OwnTopics): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const documents = parseAllDocuments(readFileSync(path, 'utf8'))
    for (const document of documents) change(document, own)
    writeFileSync(path, documents.map(String).join(''))
  }
}

function change(document: Document, { suffix, partitions }: OwnTopics): void {
  const append = (...path: (string | number)[]) =>
    document.setIn(path, `${document.getIn(path)}${suffix}`)
  switch (document.get('kind')) {
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
}
