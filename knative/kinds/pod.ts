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
      fields({ configMapKeyRef: keyOf }),
      fields({ fieldRef: fields({ fieldPath: text }) }),
    ]),
  }),
])

const port = z.union([z.int().min(1).max(65_535), text])
const timing = {
  initialDelaySeconds: count,
  periodSeconds: count,
  timeoutSeconds: count,
  successThreshold: count,
  failureThreshold: count,
}
/** Knative knows a container's port: its probes may leave it out. */
const probe = (ports: z.ZodRawShape, optionalPorts: z.ZodRawShape) =>
  z.union([
    fields({ httpGet: fields({ path: text, ...ports }, optionalPorts) }, timing),
    fields({ tcpSocket: fields(ports, optionalPorts) }, timing),
    fields({ exec: fields({ command: texts }) }, timing),
  ])
const podProbe = probe({ port }, {})
const knativeProbe = probe({}, { port })

const seccompProfile = fields({ type: z.enum(['RuntimeDefault', 'Unconfined']) })
export const containerSecurity = fields(
  {},
  {
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    runAsNonRoot: flag,
    runAsUser: count,
    runAsGroup: count,
    capabilities: fields({}, { add: texts, drop: texts }),
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
  command: texts,
  args: texts,
  env: z.array(envVar),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']),
  ports: z.array(fields({ containerPort: z.int() }, { name: text, protocol: text })),
  resources,
  securityContext: containerSecurity,
  volumeMounts: z.array(fields({ name: text, mountPath: text }, { readOnly: flag, subPath: text })),
}
const container = fields(
  { name: text, image: text },
  {
    ...containerFields,
    lifecycle: fields({}, { preStop: fields({ sleep: fields({ seconds: count }) }) }),
    startupProbe: podProbe,
    readinessProbe: podProbe,
    livenessProbe: podProbe,
  },
)
/** Knative refuses `lifecycle`, and a startup probe without a port. */
export const knativeContainer = fields(
  { image: text },
  {
    ...containerFields,
    name: text,
    startupProbe: podProbe,
    readinessProbe: knativeProbe,
    livenessProbe: knativeProbe,
  },
)

export const volumes = z.array(
  z.union([
    fields({ name: text, emptyDir: fields({}, { sizeLimit: quantity, medium: text }) }),
    fields({ name: text, configMap: fields({ name: text }, { optional: flag }) }),
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
