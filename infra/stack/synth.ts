import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'cdktn'
import * as z from 'zod'
import type { Settings } from '../settings.ts'
import { createStack } from './stack.ts'

/**
 * Provider versions that take the arguments of the package's types, which were made from 6.50.0. The package itself
 * would pin that one.
 */
const googleProvider = '>= 6.50.0, < 8.0.0'

const Stack = z.looseObject({
  terraform: z.looseObject({ required_providers: z.object({ google: z.looseObject({}) }) }),
})

/** Terraform's JSON of the cluster, which plain Terraform or OpenTofu applies. */
export function synthesize(settings: Settings): string {
  const outdir = mkdtempSync(join(tmpdir(), 'glyphflow-infra-'))
  try {
    const app = new App({ outdir })
    createStack(app, settings)
    app.synth()
    const path = join(outdir, 'stacks', settings.cluster, 'cdk.tf.json')
    const { '//': _metadata, ...stack } = Stack.parse(JSON.parse(readFileSync(path, 'utf8')))
    stack.terraform.required_providers.google.version = googleProvider
    return `${JSON.stringify(stack, stripMetadata, 2)}\n`
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

/** Leaves out the tool's notes on each resource: its path among the constructs. */
const stripMetadata = (key: string, value: unknown) => (key === '//' ? undefined : value)
