import type { Form } from './form.ts'

/** Folder with a small picture and its text, created by the test. */
export const onePicture = 'one-picture'

/** Of commands that measure, load or break the system. */
export const measuringForms: Record<string, Form> = {
  'npm run bench -- --looks both [FOLDER]': {
    run: `npm run bench -- --looks both --rounds 1 ${onePicture}`,
  },
  'npm run bench:engine -- [FOLDER]': {
    run: `npm run bench:engine -- ${onePicture} --cold 1`,
  },
  'npm run bench:engine -- --json before.json': {
    run: `npm run bench:engine -- ${onePicture} --json before.json --cold 0`,
  },
  'npm run bench:engine -- --compare before.json --looks both': {
    run: `npm run bench:engine -- ${onePicture} --compare before.json --looks both --cold 0`,
  },
  'npm run bench:engine -- --largest --count 1': {
    byHand: `npm run bench:engine -- ${onePicture} --largest --cold 0`,
  },
  'npm run bench:engine -- --turned --count 20': {
    run: `npm run bench:engine -- ${onePicture} --turned`,
  },
  // A single picture may score slightly worse; the test only checks that it is judged.
  'npm run bench:engine -- --guard': {
    run: `npm run bench:engine -- ${onePicture} --guard | grep -w all`,
  },
  'npm run bench:engine -- --guard --seed 2 --engines libtesseract': {
    byHand:
      'npm run bench:engine -- --guard --seed 2 --engines libtesseract --count 10 | grep -w all',
  },
  'npm run bench:scale': {
    run: 'npm run bench:scale -- c --times 1',
    byHand:
      'npm run bench:scale -- a b d e f g --count 1 --times 1 --replicas 1,2 --seconds 2 --uploads 20',
  },
  'npm run bench:log': {
    byHand: 'npm run bench:log -- --events 200 --rounds 1 | grep delivered',
  },
  'npm run bench:search': { run: 'npm run bench:search -- --documents 100 --queries 20' },
  'npm run bench:reader': { byHand: 'npm run bench:reader -- --words 200' },
  'npm run bench:live': { byHand: 'npm run bench:live -- --count 1 | grep deleted' },
  'npm run bad-images -- FOLDER': {
    run: `npm run bad-images -- ${onePicture}`,
  },
  'npm run fuzz -- --engine libtesseract --count 60': {
    run: 'npm run fuzz -- --engine tesseract.js --count 1',
    byHand: 'npm run fuzz -- --engine libtesseract --count 1',
  },
  'npm run samples': { byHand: 'npm run samples' },

  ...Object.fromEntries(
    [
      ...['upload', 'upload -e RATE=60 -e HOLD=10m', 'upload --vus 5 --duration 30s', 'burst'],
      ...['samples -e COUNT=100', 'search', 'live -e STREAMS=400', 'mixed'],
      'soak -e RATE=30 -e HOLD=2h',
    ].map((script) => [`npm run load -- ${script}`, { elsewhere: 'loadtest/k6/load.e2e.ts' }]),
  ),
  'npm run benchmark': { byHand: `npm run benchmark -- --count 1 ${onePicture}` },
  'npm run benchmark -- --seed 2 --replicas 1,2 [FOLDER]': {
    byHand: `npm run benchmark -- --seed 2 --replicas 1,2 --count 1 ${onePicture}`,
  },
  'npm run benchmark -- --stub': { elsewhere: 'loadtest/benchmark/benchmark.e2e.ts' },

  'npm run drill': { byHand: 'npm run drill -- --rounds 1 --pages 20 --real 2' },
  'npm run drill -- --seed 7 --faults kill,disk': {
    byHand: 'npm run drill -- --seed 7 --faults kill,disk --rounds 1 --pages 20 --real 2',
  },
  'npm run drill -- --seed 1 --rounds 8 --pages 160 --real 4': {
    elsewhere: 'loadtest/drill/drill.e2e.ts',
  },
  'npm run drill -- --flat': { byHand: 'npm run drill -- --flat --pages 200' },
  'npm run drill -- --over kafka,postgres': {
    byHand:
      "npm run drill -- --over kafka,postgres --rounds 1 --overlaps 1 --longest 5 --pages 20 --real 2 | grep -E 'lost +0$'",
  },
  'npm run drill -- --over kafka,postgres --seed 1 --rounds 4 --overlaps 1 --longest 12 --pages 300 --real 10':
    { elsewhere: 'loadtest/drill/kafka-drill.e2e.ts, smaller' },
  'npm run capacity': {
    byHand: `npm run capacity -- --replicas 1 --count 2 --seconds 2 --shares 25 ${onePicture}`,
  },
  'npm run simulate': { run: 'npm run simulate -- --pages 10000' },
  'npm run simulate -- --pages 10000000': { run: 'npm run simulate -- --pages 100000 --to 2' },
  'npm run simulate -- --replicas 8': { run: 'npm run simulate -- --replicas 2 --shares 50' },
  'npm run simulate -- --runtime': { elsewhere: 'loadtest/simulate/runtime.e2e.ts' },
  'npm run simulate -- --measure': { byHand: `npm run simulate -- --measure ${onePicture}` },
  'npm run attack -- --help': { run: 'npm run attack -- --help' },
  'npm run test:cluster -- --help': { run: 'npm run test:cluster -- --help' },
  'npm run drill -- --poison-page --over kafka': {
    byHand: 'npm run drill -- --poison-page --over kafka --pages 20 --rounds 1 | grep median',
  },
}
