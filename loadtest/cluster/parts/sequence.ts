import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from 'esbuild'
import { drawChart } from '../../figures/chart.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { drawStubPage } from '../../ocr/stub-page.ts'
import { asleep, startSleeping } from '../../scale/sleeping-system.ts'
import { apply, type Deployed } from '../deployed.ts'
import { type Load, startLoad } from '../pages.ts'

/** Two periods of Knative's autoscaler. */
const maxApartMs = 4000
const stubPage = drawStubPage({ kind: 'page', number: 30_000 })
const watchMs = 90_000
/** All pages end 30 s after they were submitted, however late their readers started: the load is the same. */
const sleeping = { SLEEP_SINCE_SUBMISSION: '1' }
/** As in the test's overlay. */
const scales = { 'max-scale': 8, window: '10s', 'panic-window-percentage': 20 }

interface Wanted {
  atMs: number
  wanted: number
}

export interface Watched {
  samples: Wanted[]
  /** From the moment when the last pages were accepted until all had ended. */
  load: { fromMs: number; toMs: number }
}

/**
 * Gives the local runtime and the cluster the same load, one page and then seven more, of 30 s each, and compares the
 * numbers of replicas that their autoscalers want over time.
 */
export async function runSequence(deployed: Deployed, svg: string): Promise<string[]> {
  const { pods, load, wanted, print } = deployed
  const local = await startSleeping({ ocr: scales }, undefined, sleeping)
  const localLoad = startLoad(local.url)
  const systemOf = async () =>
    (await local.client.system()).services?.find(({ name }) => name === 'ocr')?.wanted ?? 0
  await asleep(local.client)
  const here = await watchLoad(localLoad, systemOf).finally(local.stop)
  localLoad.stop()
  await sleepInCluster(deployed)
  await pods.untilZero('ocr', 120_000)
  const there = await watchLoad(load, async () => wanted('ocr'))

  const toText = (changes: Wanted[]) =>
    changes.map(({ atMs, wanted }) => `${wanted} at ${(atMs / 1000).toFixed(1)} s`).join(', ')
  for (const [name, { samples, load }] of Object.entries({ Local: here, Cluster: there })) {
    const seconds = Object.values(load).map((ms) => (ms / 1000).toFixed(1))
    print(`${name}: load from ${seconds.join(' to ')} s; wanted ${toText(changesOf(samples))}`)
  }
  const moments = here.samples.map(({ atMs, wanted }) => ({
    ...{ atMs, local: wanted },
    cluster: there.samples.findLast((each) => each.atMs <= atMs)?.wanted ?? 0,
  }))
  const strips = [
    { of: 'local', title: 'replicas wanted by the local runtime' },
    { of: 'cluster', title: 'replicas wanted by Knative' },
  ] as const
  await writeFile(svg, drawChart(moments, { strips, label: 'Replicas wanted under the same load' }))
  return compare(here, there)
}

/**
 * Levels that both reach, or leave, more than `maxApartMs` apart, from the moment when the load was there, or had
 * ended.
 */
export function compare(ours: Watched, theirs: Watched): string[] {
  const most = ({ samples }: Watched) => Math.max(...samples.map(({ wanted }) => wanted))
  if (most(ours) !== most(theirs)) {
    return [`Expected the cluster to want ${most(ours)} replicas, got ${most(theirs)}`]
  }
  const levels = Array.from({ length: most(ours) }, (_, index) => index + 1)
  const apart = (what: string, timeOf: (level: number, watched: Watched) => number) =>
    levels.flatMap((level) => {
      const apartMs = Math.round(Math.abs(timeOf(level, ours) - timeOf(level, theirs)))
      return apartMs <= maxApartMs ? [] : [`${level} replicas are ${what} ${apartMs} ms apart`]
    })
  const at = (sample: Wanted | undefined) => sample?.atMs ?? Number.NaN
  return [
    ...apart('reached', (level, { samples, load }) => {
      return at(samples.find(({ wanted }) => wanted >= level)) - load.fromMs
    }),
    ...apart('left', (level, { samples, load }) => {
      const last = samples.findLastIndex(({ wanted }) => wanted >= level)
      return at(samples[last + 1]) - load.toMs
    }),
  ]
}

function changesOf(samples: Wanted[]): Wanted[] {
  return samples.filter(({ wanted }, index) => wanted !== samples[index - 1]?.wanted)
}

/** Resolves with what is wanted over time, and when the last pages were accepted and ended. */
async function watchLoad(load: Load, wantedNow: () => Promise<number>): Promise<Watched> {
  const startMs = monotonicMs()
  const samples: Wanted[] = []
  const upload = (count: number) =>
    load.run(
      Array.from({ length: count }, (_, index) => ({
        ...{ key: `sequence-${count}-${index}`, retries: true },
        pages: [{ image: stubPage, expected: { text: 'slept' } }],
      })),
    )
  const uploading = (async () => {
    await upload(1)
    await pause(5000)
    await upload(7)
  })()
  for (let atMs = 0; atMs < watchMs; atMs = monotonicMs() - startMs) {
    samples.push({ atMs, wanted: await wantedNow() })
    await pause(100)
  }
  await uploading
  const times = load.times()
  const fromMs = Math.max(...times.map(({ acceptedMs }) => acceptedMs)) - startMs
  const toMs = Math.max(...times.map(({ endedMs }) => endedMs ?? Number.NaN)) - startMs
  return { samples, load: { fromMs, toMs } }
}

/** Replaces ocr by the function that sleeps, in a new revision. */
async function sleepInCluster({ inside, namespace }: Deployed): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../ocr/sleeping/main.ts')],
    ...{ bundle: true, write: false, platform: 'node', format: 'esm' },
  })
  const data = { 'main.mjs': outputFiles[0]?.text ?? '' }
  const metadata = { name: 'sleeping', namespace }
  await apply(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }))
  const container = '/spec/template/spec/containers/0'
  const operations = [
    ['add', `${container}/command`, ['node', '/sleeping/main.mjs']],
    ['add', `${container}/env/-`, { name: 'SCALE_JOURNAL', value: '/tmp' }],
    ...Object.entries(sleeping).map(([name, value]) => [
      'add',
      `${container}/env/-`,
      { name, value },
    ]),
    ['add', `${container}/volumeMounts/-`, { name: 'sleeping', mountPath: '/sleeping' }],
    ['add', '/spec/template/spec/volumes/-', { name: 'sleeping', configMap: { name: 'sleeping' } }],
    [
      'replace',
      '/spec/template/metadata/annotations/autoscaling.knative.dev~1max-scale',
      `${scales['max-scale']}`,
    ],
  ].map(([op, path, value]) => ({ op, path, value }))
  await inside('patch', 'ksvc', 'ocr', '--type', 'json', '--patch', JSON.stringify(operations))
  await inside('set', 'env', 'deployment/source', `MAX_SCALE=ocr=${scales['max-scale']}`)
  await inside('rollout', 'status', 'deployment/source', '--timeout=300s')
  await inside('wait', '--for=condition=Ready', 'ksvc', 'ocr', '--timeout=120s')
}
