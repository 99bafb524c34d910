import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'

const project = join(import.meta.dirname, '../..')
const sleepingOcr = dirname(fileURLToPath(new URL('./sleeping-ocr/main.ts', import.meta.url)))

/** Annotations by the name of their Service, without `autoscaling.knative.dev/`. */
export type Scales = Record<string, Record<string, string | number>>

/** A KNATIVE_DIR: the project's own pipeline with other annotations. */
export function copyPipeline(to: string, scales: Scales): string {
  const from = join(project, 'knative/pipeline')
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    const documents = parseAllDocuments(readFileSync(join(from, name), 'utf8'))
    for (const document of documents) {
      const service = document.getIn(['metadata', 'name'])
      if (document.get('kind') !== 'Service' || typeof service !== 'string') continue
      for (const [annotation, value] of Object.entries(scales[service] ?? {})) {
        const path = ['spec', 'template', 'metadata', 'annotations']
        document.setIn([...path, `autoscaling.knative.dev/${annotation}`], String(value))
      }
    }
    writeFileSync(join(to, name), documents.map(String).join(''))
  }
  return to
}

/** A FUNCTIONS_DIR: the project's own gateway and results, and an ocr that sleeps. */
export function sleepingFunctions(to: string): string {
  mkdirSync(to)
  for (const name of ['gateway', 'results']) {
    symlinkSync(join(project, 'functions', name), join(to, name))
  }
  symlinkSync(sleepingOcr, join(to, 'ocr'))
  return to
}
