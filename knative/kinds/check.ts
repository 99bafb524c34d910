import * as z from 'zod'
import { cloudNativePg } from './cloudnative-pg.ts'
import { eventing } from './eventing.ts'
import { kubernetes } from './kubernetes.ts'
import { prometheusOperator } from './prometheus-operator.ts'
import { serving } from './serving.ts'
import { strimzi } from './strimzi.ts'

const tables = [
  ...kubernetes,
  ...serving,
  ...eventing,
  ...strimzi,
  ...cloudNativePg,
  ...prometheusOperator,
]
const keyOf = (apiVersion: unknown, kind: unknown) => `${apiVersion} ${kind}`
const byKind = new Map(
  tables.map((table) => {
    const { apiVersion, kind } = table.shape as Record<'apiVersion' | 'kind', z.ZodLiteral>
    return [keyOf(apiVersion.value, kind.value), table]
  }),
)

const header = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
})

/** What an API server would refuse or drop, each named; empty for a resource that fits its kind. */
export function faultsOf(value: unknown): string[] {
  const { apiVersion, kind, metadata } = header.parse(value)
  const table = byKind.get(keyOf(apiVersion, kind))
  if (!table) return [`${kind} ${metadata.name}: no table of ${apiVersion}`]
  return describe(table.safeParse(value).error?.issues ?? []).map(
    (fault) => `${kind} ${metadata.name}: ${fault}`,
  )
}

/** Of a union's variants, the one that the value nearly fits. */
function describe(issues: z.core.$ZodIssue[], parent: PropertyKey[] = []): string[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path]
    if (issue.code !== 'invalid_union') return `${path.join('.')}: ${issue.message}`
    const [nearest = []] = issue.errors.toSorted((a, b) => a.length - b.length)
    return describe(nearest, path)
  })
}
