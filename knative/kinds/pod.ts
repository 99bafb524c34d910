import * as z from 'zod'
import { count, fields, flag, labelSelector, quantity, resources, text, texts } from './fields.ts'

/** Pods of Kubernetes 1.35. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
const keyOf = fields({ name: text, key: text }, { optional: flag })
const envVar = z.union([
  fields({ name: text, value: z.string() }),
  fields({
    name: text,
    valueFrom: z.union([
      fields({ secretKeyRef: keyOf }),
      fields({ fieldRef: fields({ fieldPath: text }) }),
    ]),
  }),
])

const port = z.union([z.int().min(1).max(65_535), text])
const timing = {
  initialDelaySeconds: count,
  periodSeconds: count,
  timeoutSeconds: count,
  failureThreshold: count,
}
const podProbe = z.union([
  fields({ httpGet: fields({ path: text, port }) }, timing),
  fields({ tcpSocket: fields({ port }) }, timing),
  fields({ exec: fields({ command: texts }) }, timing),
])
/** Knative knows a container's port. */
const knativeProbe = fields({ httpGet: fields({ path: text }) }, timing)

const seccompProfile = fields({ type: z.enum(['RuntimeDefault', 'Unconfined']) })
export const containerSecurity = fields(
  {},
  {
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    runAsNonRoot: flag,
    capabilities: fields({}, { drop: texts }),
    seccompProfile,
  },
)
export const podSecurity = fields(
  {},
  {
    runAsNonRoot: flag,
    runAsUser: count,
    runAsGroup: count,
    fsGroup: count,
    seccompProfile,
  },
)

const containerFields = {
  args: texts,
  env: z.array(envVar),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']),
  ports: z.array(fields({ containerPort: z.int() }, { name: text })),
  resources,
  securityContext: containerSecurity,
  volumeMounts: z.array(fields({ name: text, mountPath: text }, { readOnly: flag })),
}
const container = fields(
  { name: text, image: text },
  {
    ...containerFields,
    startupProbe: podProbe,
    readinessProbe: podProbe,
    livenessProbe: podProbe,
  },
)
export const knativeContainer = fields(
  { image: text },
  { ...containerFields, readinessProbe: knativeProbe, livenessProbe: knativeProbe },
)

export const volumes = z.array(
  z.union([
    fields({ name: text, emptyDir: fields({}, { sizeLimit: quantity }) }),
    fields({ name: text, configMap: fields({ name: text }) }),
    fields({ name: text, secret: fields({ secretName: text }, { optional: flag }) }),
  ]),
)

export const topologySpread = z.array(
  fields(
    {
      topologyKey: text,
      maxSkew: z.int().min(1),
      whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']),
    },
    { labelSelector },
  ),
)

export const podSpec = fields(
  { containers: z.array(container).min(1) },
  {
    automountServiceAccountToken: flag,
    enableServiceLinks: flag,
    securityContext: podSecurity,
    serviceAccountName: text,
    terminationGracePeriodSeconds: count,
    topologySpreadConstraints: topologySpread,
    volumes,
  },
)
