import { dashboardOf } from './panel.ts'
import { gaugeOf, quantileOf, rateOf, recordedOf } from './series.ts'

/** What is kept, how full is the disk, who is connected, how fast are answers. */
export const storeAndStream = dashboardOf({
  name: 'store-and-stream',
  title: 'Store and stream',
  description: 'Store, log and disk; event streams; the HTTP API',
  rows: {
    Store: [
      {
        title: 'Pages by state',
        about: 'What is in the store?',
        unit: 'short',
        as: 'stack',
        queries: { '{{status}}': gaugeOf('glyphflow.store.pages', { by: ['status'] }) },
      },
      {
        title: 'Storage used',
        about: 'How large are store and log?',
        unit: 'bytes',
        queries: { store: gaugeOf('glyphflow.store.size'), log: gaugeOf('glyphflow.log.size') },
      },
      {
        title: 'Disk left',
        about: 'When is it full? Uploads get 503 below MIN_FREE_BYTES',
        unit: 'bytes',
        queries: { free: gaugeOf('glyphflow.store.free') },
      },
      {
        title: 'Time to store a result',
        about: 'Is the store slow?',
        unit: 's',
        queries: {
          p50: quantileOf(0.5, 'glyphflow.page.stage.duration', { where: { stage: 'store' } }),
          p95: quantileOf(0.95, 'glyphflow.page.stage.duration', { where: { stage: 'store' } }),
        },
      },
    ],
    Stream: [
      {
        title: 'Open streams',
        about: 'Who is watching?',
        unit: 'short',
        queries: { '{{replica}}': gaugeOf('glyphflow.streams', { by: ['replica'] }) },
      },
      {
        title: 'Changes sent',
        about: 'What do they get?',
        unit: 'cps',
        queries: { changes: rateOf('glyphflow.stream.changes') },
      },
    ],
    API: [
      {
        title: 'Uploads by outcome',
        about: 'What is refused, and why?',
        unit: 'ops',
        as: 'stack',
        queries: { '{{outcome}}': rateOf('glyphflow.uploads', { by: ['outcome'] }) },
      },
      {
        title: 'Requests by status',
        about: 'What fails?',
        unit: 'reqps',
        as: 'stack',
        queries: {
          '{{http_response_status_code}}': recordedOf('count', 'http.server.request.duration', {
            by: ['http.response.status_code'],
          }),
        },
      },
      {
        title: 'Time of a request, 95th percentile',
        about: 'Which requests are slow?',
        unit: 's',
        queries: {
          '{{http_request_method}} {{http_route}}': quantileOf(
            0.95,
            'http.server.request.duration',
            { by: ['http.request.method', 'http.route'] },
          ),
        },
      },
    ],
  },
})
