import { div, n, sub, sum } from '@grafana/promql-builder'
import { dashboardOf } from './panel.ts'
import { gaugeOf, growthOf, quantileOf, rateOf, recordedOf, shareUpTo } from './series.ts'

const pages = 'glyphflow.store.pages'
const end = 'glyphflow.page.duration'
const stage = 'glyphflow.page.stage.duration'
const delivery = 'messaging.process.duration'

/** Is work flowing, how long does a page take and where, what failed and why. */
export const pipeline = dashboardOf({
  name: 'pipeline',
  title: 'Pipeline',
  description: 'Pages, their time by stage, the log, failures',
  rows: {
    Now: [
      {
        title: 'Pages ended',
        about: 'How much of the work is done?',
        unit: 'percentunit',
        as: 'value',
        queries: {
          ended: div(
            sum(gaugeOf(pages, { by: ['status'], where: { status: 'done|failed' } })),
            sum(gaugeOf(pages, { by: ['status'] })),
          ),
        },
      },
      {
        title: 'Pages waiting',
        about: 'How much is left?',
        unit: 'short',
        as: 'value',
        queries: { waiting: gaugeOf(pages, { where: { status: 'queued' } }) },
      },
      {
        title: 'Pages within 60 s',
        about: 'Is the objective (99.9%) met?',
        unit: 'percentunit',
        as: 'value',
        queries: { 'within 60 s': shareUpTo(60, end) },
      },
      {
        title: 'Dead letters waiting',
        about: 'What was given up, and has not been redriven?',
        unit: 'short',
        as: 'value',
        queries: { waiting: gaugeOf('glyphflow.store.dead_letters') },
      },
      {
        title: 'Engine',
        about: 'What reads, with which model, in which version?',
        unit: 'none',
        as: 'name',
        queries: {
          '{{engine}} {{model}} {{version}}': gaugeOf('glyphflow.info', {
            by: ['engine', 'model', 'version'],
          }),
        },
      },
    ],
    Rates: [
      {
        title: 'Pages read',
        about: 'Is work flowing?',
        unit: 'pps',
        as: 'stack',
        queries: { '{{outcome}}': rateOf('glyphflow.pages', { by: ['outcome'] }) },
      },
      {
        title: 'Pages by engine and language',
        about: 'What is read, by which engine?',
        unit: 'pps',
        as: 'stack',
        queries: {
          '{{engine}} {{language}}': rateOf('glyphflow.pages', { by: ['engine', 'language'] }),
        },
      },
      {
        title: 'Pages uploaded',
        about: 'How much comes in?',
        unit: 'pps',
        queries: { uploaded: rateOf('glyphflow.upload.pages') },
      },
      {
        title: 'Bytes uploaded',
        about: 'How large is it?',
        unit: 'Bps',
        queries: { uploaded: rateOf('glyphflow.upload.size') },
      },
    ],
    'Time of a page': [
      {
        title: 'From upload to stored text',
        about: 'How long does a page take?',
        unit: 's',
        queries: {
          p50: quantileOf(0.5, end),
          p95: quantileOf(0.95, end),
          p99: quantileOf(0.99, end),
        },
      },
      {
        title: '95th percentile by stage',
        about: 'Where does it wait?',
        unit: 's',
        queries: { '{{stage}}': quantileOf(0.95, stage, { by: ['stage'] }) },
      },
      {
        title: 'Mean by stage',
        about: 'Where does the time go?',
        unit: 's',
        as: 'stack',
        queries: {
          '{{stage}}': div(
            recordedOf('sum', stage, { by: ['stage'] }),
            recordedOf('count', stage, { by: ['stage'] }),
          ),
        },
      },
    ],
    Log: [
      {
        title: 'Lag',
        about: 'How many records are unfinished?',
        unit: 'short',
        queries: {
          '{{topic}} {{group}}': gaugeOf('glyphflow.log.lag', { by: ['topic', 'group'] }),
        },
      },
      {
        title: 'Age of the oldest unfinished record',
        about: 'For how long does work wait?',
        unit: 's',
        queries: {
          '{{topic}} {{group}}': gaugeOf('glyphflow.log.lag.duration', { by: ['topic', 'group'] }),
        },
      },
      {
        title: 'Events appended and taken',
        about: 'Do the readers of a topic keep up?',
        unit: 'eps',
        queries: {
          '{{messaging_destination_name}} appended': rateOf('messaging.client.sent.messages', {
            by: ['messaging.destination.name'],
            where: { 'error.type': '' },
          }),
          '{{messaging_destination_name}} taken': rateOf('messaging.client.consumed.messages', {
            by: ['messaging.destination.name'],
          }),
        },
      },
    ],
    Failures: [
      {
        title: 'Deliveries by answer',
        about: 'What do the services answer?',
        unit: 'ops',
        as: 'stack',
        queries: {
          '{{service}} {{answer}}': rateOf('glyphflow.deliveries', { by: ['service', 'answer'] }),
        },
      },
      {
        title: 'Deliveries repeated or given up',
        about: 'How many attempts fail?',
        unit: 'percentunit',
        queries: {
          '{{service}}': sub(
            n(1),
            div(
              recordedOf('count', delivery, { by: ['service'], where: { outcome: 'delivered' } }),
              recordedOf('count', delivery, { by: ['service'] }),
            ),
          ),
        },
      },
      {
        title: 'Pages failed',
        about: 'What failed, and why?',
        unit: 'short',
        as: 'bars',
        queries: {
          '{{code}}': growthOf('glyphflow.pages', { by: ['code'], where: { outcome: 'failed' } }),
        },
      },
      {
        title: 'Dead letters and redrives',
        about: 'What was given up, with which answer, and what was read again?',
        unit: 'short',
        as: 'bars',
        queries: {
          '{{topic}} {{code}}': growthOf('glyphflow.dead_letters', { by: ['topic', 'code'] }),
          redriven: growthOf('glyphflow.redrives'),
        },
      },
    ],
  },
})
