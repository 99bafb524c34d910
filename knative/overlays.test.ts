import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPipeline } from '../eventing/pipeline/read-pipeline.ts'
import { faultsOf } from './kinds/check.ts'
import { canRender, containerOf, render, settingOf, workloadsOf } from './rendered.fixture.ts'

const project = join(import.meta.dirname, '..')
const whereKubectlIs = test.skipIf(!canRender)
const overlays = ['overlays/small', 'overlays/own-eventing', 'overlays/production']
const withOwnEventing = overlays.slice(0, 2)
const ofFunctions = ['gateway', 'ocr', 'results']

whereKubectlIs.for([...overlays, 'cluster', 'cluster/eventing'])(
  'every resource of %s fits its kind',
  (folder) => {
    const resources = render(folder)

    expect(resources.length).toBeGreaterThan(0)
    expect(resources.flatMap(faultsOf)).toEqual([])
  },
)

whereKubectlIs.for(overlays)(
  '%s runs every function, with restricted pods and probes',
  (overlay) => {
    const workloads = workloadsOf(render(overlay))

    expect(workloads.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(ofFunctions),
    )
    for (const workload of workloads) {
      const container = containerOf(workload)
      const pod = workload.spec.template.spec
      const security = { ...pod.securityContext, ...container.securityContext }
      expect({
        name: workload.metadata.name,
        ...container,
        securityContext: security,
      }).toMatchObject({
        securityContext: {
          // Apache's image of Kafka writes its configuration at the start.
          ...(workload.metadata.name !== 'kafka' && { readOnlyRootFilesystem: true }),
          runAsNonRoot: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        },
        imagePullPolicy: 'IfNotPresent',
        readinessProbe: expect.anything(),
        livenessProbe: expect.anything(),
        resources: {
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { memory: expect.anything() },
        },
      })
    }
  },
)

whereKubectlIs.for(overlays)(
  'images of %s are tagged, ours with the version of the package',
  (overlay) => {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))

    for (const workload of workloadsOf(render(overlay))) {
      const { image } = containerOf(workload)
      const [, ours, tag] =
        image.match(/^(dev\.local\/glyphflow\/)?[\w./]+:(\d+\.\d+[\w.-]*)$/) ?? []
      expect(tag, image).toEqual(ours ? version : expect.any(String))
    }
  },
)

whereKubectlIs.for(overlays)(
  'ocr of %s has a maximum of replicas, which the source knows',
  (overlay) => {
    const workloads = workloadsOf(render(overlay))
    const ocr = workloads.find(({ metadata }) => metadata.name === 'ocr')
    const source = workloads.find(({ metadata }) => metadata.name === 'source')

    const maxScale = ocr?.spec.template.metadata.annotations['autoscaling.knative.dev/max-scale']

    expect(Number(maxScale)).toBeGreaterThan(0)
    expect(settingOf(source, 'MAX_SCALE')).toBe(source && `ocr=${maxScale}`)
  },
)

whereKubectlIs.for(overlays)(
  'a function of %s gets no requests while it waits for its sink',
  (overlay) => {
    const functions = workloadsOf(render(overlay)).filter(({ metadata }) =>
      ofFunctions.includes(metadata.name),
    )

    const probes = functions.map((each) => containerOf(each).readinessProbe)

    expect(probes).toEqual(ofFunctions.map(() => ({ httpGet: { path: '/readyz' } })))
  },
)

whereKubectlIs.for(withOwnEventing)(
  'functions of %s send to the topics of their sinks',
  async (overlay) => {
    const { services } = await readPipeline(join(import.meta.dirname, 'pipeline'))

    const workloads = workloadsOf(render(overlay))

    expect(services.map(({ name }) => name)).toEqual(ofFunctions)
    for (const { name, sinks } of services) {
      const found = workloads.find(({ metadata }) => metadata.name === name)
      for (const variable of ['K_SINK', 'BULK_SINK']) {
        const topic = sinks[variable]
        expect(settingOf(found, variable)).toBe(topic && `http://sink/${topic}`)
      }
    }
  },
)
