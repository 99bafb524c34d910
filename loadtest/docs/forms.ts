/**
 * How a test runs a documented command that it cannot run as printed: `run`, a small variant; `byHand`, a variant
 * that takes a minute or a server, only with DOCS_COMMANDS=all; `elsewhere`, covered by another test.
 */
export interface Form {
  run?: string
  byHand?: string
  elsewhere?: string
}

const url = '--url http://localhost:8080'
/** Folder with a small picture and its text, created by the test. */
export const onePicture = 'one-picture'

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
  'npm run replay -- --from 30d --dry-run': {
    run: `npm run replay -- --from 30d --dry-run ${url}`,
  },
  'npm run replay -- --from 30d': { run: `npm run replay -- --from 30d --rate 100 ${url}` },
  'npm run replay -- --from 2026-11-01 --to 2026-11-08 --status partial --rate 5': {
    run: `npm run replay -- --from 2026-11-01 --to 2026-11-08 --status partial --rate 5 ${url}`,
  },

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
  'npm run postgres': {
    byHand: "timeout -s INT 20 npm run postgres -- --port 54399 | grep 'is ready'",
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
    byHand: 'npm run bench:scale -- a b d e f --count 1 --replicas 1,2 --seconds 2 --uploads 20',
  },
  'npm run bench:log': {
    byHand: 'npm run bench:log -- --events 200 --rounds 1 | grep delivered',
  },
  'npm run bench:search': { run: 'npm run bench:search -- --documents 100 --queries 20' },
  'npm run bench:live': { byHand: 'npm run bench:live -- --count 1 | grep deleted' },
  'npm run bad-images -- FOLDER': {
    run: `npm run bad-images -- ${onePicture}`,
  },
  'npm run fuzz -- --engine libtesseract --count 60': {
    run: 'npm run fuzz -- --engine tesseract.js --count 1',
    byHand: 'npm run fuzz -- --engine libtesseract --count 1',
  },
  'npm run samples': { byHand: 'npm run samples' },

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
  'npm run drill -- --poison-page --over kafka': {
    byHand: 'npm run drill -- --poison-page --over kafka --pages 20 --rounds 1 | grep median',
  },
}

/** Null for a command without a known way to run it. */
export function formOf(command: string): Form | null {
  return forms[command] ?? (command.startsWith('curl ') ? { run: command } : null)
}

export const namedCommands = Object.keys(forms)
