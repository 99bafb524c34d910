import * as z from 'zod'

/**
 * Tables of the fields of Kubernetes resources that this project uses, with their types. An API server drops or refuses
 * other fields; a table refuses them, so that a misspelled one is found without a cluster.
 */

/** An object with all of `required`, any of `optional`, and nothing else. */
export function fields(required: z.ZodRawShape, optional: z.ZodRawShape = {}) {
  return z.strictObject({ ...required, ...z.object(optional).partial().shape })
}

export const text = z.string().min(1)
export const flag = z.boolean()
export const count = z.int().min(0)
export const texts = z.array(text)
/** Values of a map are strings: `1` and `true` need quotes. */
export const map = z.record(z.string(), z.string())
/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|[MGTP]|[KMGTP]i)?$/, 'a quantity')
/** Duration of ISO 8601, as Knative's webhooks read it. */
export const duration = z.string().regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?$/, 'a duration')
const dnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a DNS label')

export const labelSelector = fields(
  {},
  {
    matchLabels: map,
    matchExpressions: z.array(
      fields(
        { key: text, operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']) },
        { values: texts },
      ),
    ),
  },
)
export const resources = fields(
  {},
  { requests: z.record(text, quantity), limits: z.record(text, quantity) },
)

/** A resource in a namespace. */
export function resource(apiVersion: string, kind: string, spec: z.ZodRawShape) {
  return fields({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata: fields({ name: dnsLabel, namespace: dnsLabel }, { labels: map }),
    ...spec,
  })
}
