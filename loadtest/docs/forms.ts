import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Form } from './form.ts'
import { measuringForms } from './measuring-forms.ts'
import { commandsOf } from './printed-commands.ts'

/** Commands for a cluster; those of `kn` are only printed. */
const operations = commandsOf(
  readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8'),
)

const url = '--url http://localhost:8080'
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
  // It runs until it is ended. If it has ended by itself, `kill` fails.
  'npm run traces': {
    run: 'PORT=0 timeout 10 npm run traces > traces.log & until grep Receiving traces.log || ! kill -0 $!; do sleep 0.1; done; kill $!',
  },
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

  ...measuringForms,
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
