import { expect, test } from 'vitest'
import { createTools, ToolError } from '../tools/tools.ts'
import { sentenceFor } from './obstacles.ts'

// What gcloud and terraform print.
test.each([
  [
    'ERROR: (gcloud.auth.print-access-token) You do not currently have an active account selected.',
    'gcloud auth login',
  ],
  [
    "FAILED_PRECONDITION: Billing account for project '123' is not found. Billing must be enabled for activation of service(s) 'compute.googleapis.com'",
    'Link one',
  ],
  [
    'Error 403: Compute Engine API has not been used in project 1 before or it is disabled., accessNotConfigured',
    'Repeat the command in two minutes',
  ],
  [
    "Error: Error waiting for instance to create: The zone 'projects/p/zones/us-central1-a' does not have enough resources available to fulfill the request.",
    'other zones',
  ],
  ["Error 403: Quota 'CPUS' exceeded.  Limit: 8.0 in region us-central1., quotaExceeded", 'quota'],
  ['Error: Error acquiring the state lock', 'force-unlock'],
  [
    "ERROR: (gcloud.services.enable) [me@example.com] does not have permission to access projects instance [my-projekt] (or it may not exist): Project 'my-projekt' not found or permission denied.",
    'gcloud projects list',
  ],
  [
    "ERROR: (gcloud.compute.start-iap-tunnel) Error while connecting [4033: 'not authorized'].",
    'roles/iap.tunnelResourceAccessor',
  ],
  ["Error 403: Required 'compute.networks.create' permission for 'x'", 'lacks a permission'],
])('%s', (detail, expected) => {
  expect(sentenceFor(new ToolError('terraform', ['apply'], detail))).toContain(expected)
})

test('a program that is not installed is named, with where to get it', async () => {
  const missing = new ToolError('gcloud', [], 'spawn gcloud ENOENT')

  expect(sentenceFor(missing)).toContain('https://cloud.google.com/sdk')
  const real = await createTools()
    .run('glyphflow-no-such-program', [])
    .catch((error: unknown) => error)
  expect(real).toMatchObject({ detail: 'spawn glyphflow-no-such-program ENOENT' })
})

test('another error has no sentence', () => {
  expect(sentenceFor(new ToolError('kubectl', [], 'connection refused'))).toBeUndefined()
  expect(sentenceFor(new Error('x'))).toBeUndefined()
})
