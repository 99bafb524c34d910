import { TextBoxVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import { avg, div, mul, n, or, stddev, sub, sum, vector } from '@grafana/promql-builder'
import { dashboardOf } from './panel.ts'
import {
  countOf,
  gaugeOf,
  growthOf,
  increaseOf,
  overTime,
  quantileOf,
  quantileOfSingle,
  rateOf,
  shown,
} from './series.ts'

/** Replicas that cost: those that start, too. */
const awake = sum(
  gaugeOf('glyphflow.replicas', {
    by: ['state'],
    where: { service: 'ocr', state: 'ready|starting' },
  }),
)
/** The runtime counts them; in a cluster each pod records one. */
const coldStarts = or(
  growthOf('faas.coldstarts', { by: ['service'], range: '1h' }),
  countOf('faas.init_duration', { by: ['service'], where: { part: 'listen' }, range: '1h' }),
)
const price = vector('$price')
const ofReplica = { by: ['replica' as const], where: { service: 'ocr' } }
const busy = rateOf('glyphflow.replica.busy', ofReplica)
const read = increaseOf('glyphflow.replica.pages', ofReplica)

/** Do replicas follow the load, what do cold starts cost, is the load even, what does it cost. */
export const scaling = dashboardOf({
  name: 'scaling',
  title: 'Scaling',
  description: 'Load and replicas, cold starts, evenness, cost',
  variables: [
    new TextBoxVariableBuilder('price')
      .label('Price of a reader for an hour')
      .defaultValue('0.04')
      .description('A core with 768 MiB, in your currency'),
  ],
  rows: {
    'Load and replicas': [
      {
        title: 'Load',
        about: 'How much work is there at once?',
        unit: 'short',
        as: 'stack',
        queries: {
          '{{service}} {{state}}': gaugeOf('glyphflow.requests', { by: ['service', 'state'] }),
        },
      },
      {
        title: 'Replicas',
        about: 'Do the replicas follow it?',
        unit: 'short',
        queries: {
          '{{service}} {{state}}': gaugeOf('glyphflow.replicas', { by: ['service', 'state'] }),
        },
      },
      {
        title: 'Replicas that died',
        about: 'Does anything crash?',
        unit: 'short',
        as: 'bars',
        queries: { '{{service}}': growthOf('glyphflow.restarts', { by: ['service'] }) },
      },
    ],
    'Cold starts': [
      {
        title: 'Cold starts in an hour',
        about: 'How often does a service start?',
        unit: 'short',
        queries: { '{{service}}': coldStarts },
      },
      {
        title: '95th percentile by part',
        about: 'What took how long, in half an hour?',
        unit: 's',
        queries: {
          '{{service}} {{part}}': quantileOfSingle(0.95, 'faas.init_duration', {
            by: ['service', 'part'],
            range: '30m',
          }),
        },
      },
      {
        title: 'Wait for a replica, 95th percentile',
        about: 'What does it cost a page?',
        unit: 's',
        queries: {
          wait: quantileOf(0.95, 'glyphflow.page.stage.duration', { where: { stage: 'replica' } }),
        },
      },
    ],
    Evenness: [
      {
        title: 'Pages by reader',
        about: 'Is the load even?',
        unit: 'short',
        as: 'bars',
        queries: { '{{replica}}': read },
      },
      {
        title: 'Unevenness',
        about: 'How far are readers from their mean? Standard deviation, as a share of it',
        unit: 'percentunit',
        as: 'value',
        queries: { unevenness: div(stddev(read), avg(read)) },
      },
      {
        title: 'Busy by reader',
        about: 'How much of the time does a reader work?',
        unit: 'percentunit',
        queries: { '{{replica}}': busy },
      },
      {
        title: 'Time a page by reader',
        about: 'Is one slower than the others?',
        unit: 's',
        queries: { '{{replica}}': div(busy, rateOf('glyphflow.replica.pages', ofReplica)) },
      },
      {
        title: 'Busy time by reader',
        about: 'How long has each worked, in the time shown?',
        unit: 's',
        as: 'bars',
        queries: { '{{replica}}': increaseOf('glyphflow.replica.busy', ofReplica) },
      },
    ],
    Cost: [
      {
        title: 'Cost an hour, now',
        about: 'What do the readers that are awake cost?',
        unit: 'currencyUSD',
        as: 'value',
        queries: { 'an hour': mul(awake, price) },
      },
      {
        title: 'Cost an hour, mean',
        about: 'What did they cost in the time shown?',
        unit: 'currencyUSD',
        as: 'value',
        queries: { 'an hour': mul(overTime('avg', awake), price) },
      },
      {
        title: 'Saved an hour',
        about: 'What did scaling to zero save, against readers for the highest load all the time?',
        unit: 'currencyUSD',
        as: 'value',
        queries: { 'an hour': mul(sub(overTime('max', awake), overTime('avg', awake)), price) },
      },
      {
        title: 'A thousand pages',
        about: 'What does reading cost?',
        unit: 'currencyUSD',
        as: 'value',
        queries: {
          'a thousand': div(
            mul(overTime('avg', awake), price),
            mul(rateOf('glyphflow.pages', { range: shown }), n(3.6)),
          ),
        },
      },
    ],
  },
})
