import * as z from 'zod'
import {
  count,
  fields,
  flag,
  labelSelector,
  map,
  quantity,
  resource,
  text,
  texts,
} from './fields.ts'
import { podSpec } from './pod.ts'

/** Kubernetes 1.35. https://kubernetes.io/docs/reference/kubernetes-api/ */
const port = z.union([z.int().min(1).max(65_535), text])

const service = resource('v1', 'Service', {
  spec: fields(
    { ports: z.array(fields({ port: z.int() }, { name: text, targetPort: port })) },
    { selector: map, clusterIP: z.literal('None'), publishNotReadyAddresses: flag },
  ),
})

const template = fields({
  metadata: fields({ labels: map }, { annotations: map }),
  spec: podSpec,
})
const deployment = resource('apps/v1', 'Deployment', {
  spec: fields(
    { selector: labelSelector, template },
    {
      replicas: count,
      strategy: fields({ rollingUpdate: fields({}, { maxUnavailable: count, maxSurge: count }) }),
    },
  ),
})
const claim = fields({
  metadata: fields({ name: text }),
  spec: fields({
    accessModes: z.array(z.enum(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'])),
    resources: fields({ requests: fields({ storage: quantity }) }),
  }),
})
const statefulSet = resource('apps/v1', 'StatefulSet', {
  spec: fields(
    { selector: labelSelector, template, serviceName: text },
    { replicas: count, volumeClaimTemplates: z.array(claim) },
  ),
})

const disruptionBudget = resource('policy/v1', 'PodDisruptionBudget', {
  spec: fields({ selector: labelSelector }, { maxUnavailable: count }),
})

const rbac = 'rbac.authorization.k8s.io/v1'
const rules = z.array(fields({ apiGroups: z.array(z.string()), resources: texts, verbs: texts }))
const bindingOf = (kind: 'Role' | 'ClusterRole') => ({
  roleRef: fields({
    apiGroup: z.literal('rbac.authorization.k8s.io'),
    kind: z.literal(kind),
    name: text,
  }),
  subjects: z.array(fields({ kind: z.literal('ServiceAccount'), name: text, namespace: text })),
})

/** At least one selector: an empty peer is refused. */
export const networkPeer = z.union([
  fields({ podSelector: labelSelector }, { namespaceSelector: labelSelector }),
  fields({ namespaceSelector: labelSelector }),
])
const ports = z.array(fields({ port }, { protocol: z.enum(['TCP', 'UDP']) }))
const peers = z.array(networkPeer)
const networkPolicy = resource('networking.k8s.io/v1', 'NetworkPolicy', {
  spec: fields(
    { podSelector: labelSelector, policyTypes: z.array(z.enum(['Ingress', 'Egress'])) },
    {
      ingress: z.array(fields({}, { from: peers, ports })),
      egress: z.array(fields({}, { to: peers, ports })),
    },
  ),
})

/** A resource of the whole cluster. */
const clusterWide = (apiVersion: string, kind: string, spec: z.ZodRawShape) =>
  fields({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata: fields({ name: text }, { labels: map }),
    ...spec,
  })

export const kubernetes = [
  service,
  deployment,
  statefulSet,
  disruptionBudget,
  resource(rbac, 'Role', { rules }),
  resource(rbac, 'RoleBinding', bindingOf('Role')),
  clusterWide(rbac, 'ClusterRole', { rules }),
  clusterWide(rbac, 'ClusterRoleBinding', bindingOf('ClusterRole')),
  networkPolicy,
  clusterWide('v1', 'Namespace', {}),
  resource('v1', 'ConfigMap', { data: map }),
  resource('v1', 'ServiceAccount', {}),
]
