import { execFileSync, spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'

/** Without kubectl tests of overlays are skipped, but not on a CI machine, where it has to be. */
export const canRender = process.env.CI === 'true' || !spawnSync('kubectl').error

const EnvVar = z.looseObject({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z
    .looseObject({
      secretKeyRef: z
        .object({ name: z.string(), key: z.string(), optional: z.boolean().default(false) })
        .optional(),
    })
    .optional(),
})
const Container = z.looseObject({
  image: z.string(),
  env: z.array(EnvVar).default([]),
  securityContext: z.looseObject({}).default({}),
})
const Resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
})
const Workload = Resource.extend({
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z
        .looseObject({ annotations: z.record(z.string(), z.string()).default({}) })
        .default({ annotations: {} }),
      spec: z.looseObject({
        containers: z.tuple([Container]),
        securityContext: z.looseObject({}).default({}),
      }),
    }),
  }),
})
type Resource = z.infer<typeof Resource>
type Workload = z.infer<typeof Workload>

const rendered = new Map<string, Resource[]>()

/** Resources of a folder (relative to knative/), as `kubectl apply -k` sends them. */
export function render(folder: string): Resource[] {
  const resources = rendered.get(folder) ?? kustomize(resolve(import.meta.dirname, folder))
  rendered.set(folder, resources)
  return resources
}

function kustomize(path: string): Resource[] {
  const yaml = execFileSync('kubectl', ['kustomize', path], { encoding: 'utf8' })
  return parseAllDocuments(yaml).map((document) => Resource.parse(document.toJS()))
}

/** Resources that run pods of ours: functions by name, Deployments and StatefulSets. */
export function workloadsOf(resources: Resource[]): Workload[] {
  return resources
    .filter(
      ({ apiVersion, kind }) =>
        ['Deployment', 'StatefulSet'].includes(kind) || apiVersion.startsWith('serving.knative.'),
    )
    .map((resource) => Workload.parse(resource))
}

export const containerOf = ({ spec }: Workload) => spec.template.spec.containers[0]
export const settingOf = (workload: Workload | undefined, variable: string) =>
  workload && containerOf(workload).env.find(({ name }) => name === variable)?.value
