import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandsOf } from './printed-commands.ts'

/**
 * How a test runs a documented command that it cannot run as printed: `run`, a small variant; `byHand`, a variant
 * that takes a minute or a server, only with DOCS_COMMANDS=all; `elsewhere`, covered by another test.
 */
export interface Form {
  run?: string
  byHand?: string
  elsewhere?: string
}

/** Commands for a cluster; those of `kn` are only printed. */
const operations = commandsOf(
  readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8'),
)

const url = '--url http://localhost:8080'
/** Folder with a small picture and its text, created by the test. */
export const onePicture = 'one-picture'

const patch = (was: string) =>
  `curl -X PATCH -H 'content-type: application/json' localhost:8080/v1/documents/$ID/pages/1/text -d '{"words": [{"index": 0, "was": "${was}", "text": "Harbour"}]}'`
const deleteLetter =
  "curl -X DELETE 'localhost:8080/v1/dead-letters?source=%2Fanother%2Fprogram&id=17'"

const forms: Record<string, Form> = {
  'npm start': { elsewhere: 'the server under test' },
  'npm test': { elsewhere: 'this test is part of it' },
  'npm run check': { elsewhere: 'first step of npm test' },

  'curl -N localhost:8080/v1/events': {
    run: 'curl -N --max-time 1 localhost:8080/v1/events || [ $? = 28 ]',
  },

  'npm run redrive -- --dry-run': { run: `npm run redrive -- --dry-run ${url}` },
  'npm run redrive -- --since 2h --dry-run': {
    run: `npm run redrive -- --since 2h --dry-run ${url}`,
  },
  "npm run redrive -- --since 2h --reason 'out of memory'": {
    run: `npm run redrive -- --since 2h --reason 'out of memory' ${url}`,
  },
  'npm run redrive -- --since 2h --dismiss': {
    run: `npm run redrive -- --since 2h --dismiss ${url}`,
  },
  'npm run replay -- --from 30d --dry-run': {
    run: `npm run replay -- --from 30d --dry-run ${url}`,
  },
  'npm run replay -- --from 30d': { run: `npm run replay -- --from 30d --rate 100 ${url}` },
  'npm run replay -- --from 2026-11-01 --to 2026-11-08 --status partial --rate 5': {
    run: `npm run replay -- --from 2026-11-01 --to 2026-11-08 --status partial --rate 5 ${url}`,
  },

  // The first word of the picture, and an event that nobody sent.
  [patch('Harbonr')]: { run: patch('Damson') },
  [deleteLetter]: { run: `${deleteLetter} | grep unknown-dead-letter` },

  'METRICS_PORT=9464 npm start': { elsewhere: 'eventing/runtime/starting.e2e.ts' },
  'curl http://127.0.0.1:9464/metrics': { elsewhere: 'eventing/runtime/starting.e2e.ts' },
  'npm install @tesseract.js-data/fra': { elsewhere: 'before the server starts' },
  'OCR_LANGUAGES=eng,fra npm start': { elsewhere: 'the start itself' },
  'KAFKA_BROKERS=kafka-1:9092,kafka-2:9092 npm start': {
    elsewhere: 'loadtest/e2e/kafka-pipeline.e2e.ts',
  },
  'KAFKA_BROKERS=kafka-1:9094 KAFKA_SSL_CA=ca.pem KAFKA_SASL_USERNAME=glyphflow KAFKA_SASL_PASSWORD=… npm start':
    { elsewhere: 'eventing/log/kafka/login.e2e.ts' },
  'DATABASE_URL=postgres://user:password@host:5432/database npm start': {
    elsewhere: 'functions/gateway/postgres-gateways.e2e.ts',
  },
  'OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 npm start': {
    elsewhere: 'loadtest/traces/traces.e2e.ts',
  },
  'npm run traces': { run: 'PORT=0 timeout 4 npm run traces | grep Receiving' },
  'npm run postgres': {
    byHand: "timeout -s INT 20 npm run postgres -- --port 54399 | grep 'is ready'",
  },

  // Images need a builder and a registry; the tests build and run what the Dockerfile copies.
  'npm run images -- all-in-one': { elsewhere: 'scripts/images/contents.e2e.ts' },
  'npm run images -- --registry registry.example/team --tag 1.4 --push --platform linux/amd64,linux/arm64':
    { elsewhere: 'scripts/images/main.test.ts' },
  'npm run images -- --pin': { elsewhere: 'scripts/images/digest.test.ts' },
  'docker run -p 127.0.0.1:8080:8080 -e ALLOW_ANONYMOUS=1 -v data:/data dev.local/glyphflow/all-in-one:0.1.0':
    { elsewhere: 'scripts/images/contents.e2e.ts' },

  'npm run observe': { elsewhere: 'scripts/observe/observe.e2e.ts' },
  'npx vitest run --project unit knative/observability -u': {
    elsewhere: 'knative/observability/observability.test.ts',
  },
  // Need a container engine, and a cluster.
  'docker compose -f knative/observability/compose.yaml up': {
    elsewhere: 'knative/observability/observability.test.ts: its files',
  },
  'METRICS_PORT=9464 OTEL_TRACES_EXPORTER=otlp npm start': {
    elsewhere: 'knative/observability/prometheus.e2e.ts',
  },
  'kubectl --namespace glyphflow port-forward prometheus-0 9090': {
    elsewhere: 'knative/components.test.ts',
  },

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
  'npm run benchmark -- --stub': {
    run: 'npm run benchmark -- --stub --count 10 --median 20 --replicas 1,2',
  },

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

/** Null for a command without a known way to run it. */
export function formOf(command: string): Form | null {
  if (/^kubectl .*(create secret|-k knative\/)/.test(command)) {
    return { elsewhere: 'knative/documented.test.ts' }
  }
  if (operations.includes(command)) return { elsewhere: 'loadtest/cluster/parts/operations.ts' }
  return forms[command] ?? (command.startsWith('curl ') ? { run: command } : null)
}

export const namedCommands = Object.keys(forms)
