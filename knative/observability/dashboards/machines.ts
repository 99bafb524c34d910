import { abs, div, rate, sub, sum, timestamp, vector } from '@grafana/promql-builder'
import { dashboardOf } from './panel.ts'
import { gaugeOf, quantileOf, rateOf, recordedOf, select } from './series.ts'

const process = { by: ['service' as const, 'replica' as const] }
const legend = '{{service}} {{replica}}'
const node = { by: ['node' as const] }

/** Metrics of the kubelets (cAdvisor), which only a cluster has: of a node as a whole, and of its size. */
const nodeCpu = rate(
  vector('container_cpu_usage_seconds_total').label('id', '/').range('$__rate_interval'),
)
const nodeMemory = vector('container_memory_working_set_bytes').label('id', '/')
const byNode = (expression: Parameters<typeof sum>[0]) => sum(expression).by(['node'])
const cores = byNode(vector('machine_cpu_cores'))
const memory = byNode(vector('machine_memory_bytes'))

/** What does each process and machine use, and for what. */
export const machines = dashboardOf({
  name: 'machines',
  title: 'Machines',
  description: 'CPU, memory, heap, garbage collection and event loop of each process',
  rows: {
    Processes: [
      {
        title: 'CPU by process',
        about: 'Which process, or pod, uses how many cores?',
        unit: 'short',
        as: 'stack',
        queries: { [legend]: rateOf('process.cpu.time', process) },
      },
      {
        title: 'Memory by process',
        about: 'Which process, or pod, uses how much? Resident',
        unit: 'bytes',
        as: 'stack',
        queries: { [legend]: gaugeOf('process.memory.usage', process) },
      },
    ],
    'Nodes of a cluster': [
      {
        title: 'CPU share used',
        about: 'How busy is a node?',
        unit: 'percentunit',
        queries: { '{{node}}': div(byNode(nodeCpu), cores) },
      },
      {
        title: 'CPU share of the pipeline',
        about: 'How much of a node is ours?',
        unit: 'percentunit',
        queries: { '{{node}}': div(rateOf('process.cpu.time', node), cores) },
      },
      {
        title: 'RAM share used',
        about: 'How full is a node?',
        unit: 'percentunit',
        queries: { '{{node}}': div(byNode(nodeMemory), memory) },
      },
      {
        title: 'RAM share of the pipeline',
        about: 'How much of a node is ours?',
        unit: 'percentunit',
        queries: { '{{node}}': div(byNode(select('process.memory.usage', {})), memory) },
      },
    ],
    'Garbage collection and heap': [
      {
        title: 'Heap',
        about: 'How much do objects take? Source or runtime hand out the work, readers do it',
        unit: 'bytes',
        queries: { [legend]: gaugeOf('v8js.memory.heap.used', process) },
      },
      {
        title: 'Garbage collection, share of time',
        about: 'How much time does memory cost?',
        unit: 'percentunit',
        queries: { [legend]: recordedOf('sum', 'v8js.gc.duration', process) },
      },
      {
        title: 'Garbage collection by kind',
        about: 'Which kind takes the time?',
        unit: 'percentunit',
        as: 'stack',
        queries: {
          '{{v8js_gc_type}}': recordedOf('sum', 'v8js.gc.duration', { by: ['v8js.gc.type'] }),
        },
      },
      {
        title: 'Longest pauses',
        about: 'How long does a collection stop a process? 99th percentile',
        unit: 's',
        queries: { '{{service}}': quantileOf(0.99, 'v8js.gc.duration', { by: ['service'] }) },
      },
    ],
    'Event loop': [
      {
        title: 'Event-loop delay, 99th percentile',
        about: 'Does a process answer late?',
        unit: 's',
        queries: { [legend]: gaugeOf('nodejs.eventloop.delay.p99', process) },
      },
      {
        title: 'Event-loop delay, median',
        about: 'Is it always late?',
        unit: 's',
        queries: { [legend]: gaugeOf('nodejs.eventloop.delay.p50', process) },
      },
      {
        title: 'Event-loop utilization',
        about: 'Is its one thread full?',
        unit: 'percentunit',
        queries: { [legend]: gaugeOf('nodejs.eventloop.utilization', process) },
      },
      {
        title: 'Uptime',
        about: 'What started anew?',
        unit: 's',
        queries: { [legend]: gaugeOf('process.uptime', process) },
      },
      {
        title: 'Clock',
        about: 'How far is a clock from Prometheus’s?',
        unit: 's',
        queries: {
          [legend]: abs(
            sub(select('glyphflow.clock.time', {}), timestamp(select('glyphflow.clock.time', {}))),
          ),
        },
      },
    ],
  },
})
