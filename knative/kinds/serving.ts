import * as z from 'zod'
import { fields, map, resource } from './fields.ts'
import { knativeContainer, volumes } from './pod.ts'

/**
 * Knative Serving 1.22 (module 0.49.1): its CRD, and what its webhook allows without an administrator's feature flags.
 * https://knative.dev/docs/serving/reference/serving-api/
 */
const revision = fields(
  { containers: z.array(knativeContainer).min(1) },
  {
    automountServiceAccountToken: z.literal(false),
    containerConcurrency: z.int().min(0).max(1000),
    timeoutSeconds: z.int().min(1).max(600),
    volumes,
  },
)

export const serving = [
  resource('serving.knative.dev/v1', 'Service', {
    spec: fields({
      template: fields({ spec: revision }, { metadata: fields({}, { annotations: map }) }),
    }),
  }),
]
