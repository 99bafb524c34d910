import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import type { CloudEvent } from '../shared/events/cloudevent.ts'
import type { Recognition } from '../shared/events/contract/recognition.ts'
import type { Send } from '../shared/events/sender.ts'
import { Accepted } from '../shared/http/api.ts'
import { databasesFolder } from '../shared/process/databases-folder.fixture.ts'
import { createLogger } from '../shared/process/logger.ts'
import { settings } from '../shared/settings/env.ts'
import { openSqliteStore } from '../shared/store/sqlite/store.ts'
import { createMetrics } from '../shared/telemetry/metrics.ts'
import { noTracer } from '../shared/telemetry/spans.ts'
import { createGatewayApp, type GatewayDeps } from './app.ts'
import { createBackgroundAppend } from './submission/append/background-append.ts'
import { createPageTracing } from './submission/page-tracing.ts'

/** Passes contexts on, and records nothing. */
export const untraced = createPageTracing(noTracer)

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(databasesFolder, 'gateway-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A gateway over its own store; `sent` holds the events that its sink accepted. */
export function openGateway(
  overrides: Partial<Omit<GatewayDeps, 'settings'>> & {
    settings?: Partial<GatewayDeps['settings']>
  } = {},
) {
  const storeFile = join(temporaryFolder(), 'store.sqlite')
  const store = openSqliteStore(storeFile)
  onTestFinished(() => store.close())
  const sent: CloudEvent[] = []
  const stop = new AbortController()
  const send: Send = async (event) => {
    sent.push(event)
  }
  const env = { ...settings.parse({}), ...overrides.settings }
  const unbounded = async () => null
  const later = createBackgroundAppend({
    ...{ store, send, freeBytes: unbounded, logger: createLogger('gateway', 'silent') },
    ...{ tracing: untraced, stopping: stop.signal, ...overrides },
    settings: env,
  })
  onTestFinished(later.settled)
  const deps: GatewayDeps = {
    store,
    send,
    appendInBackground: later.add,
    freeBytes: unbounded,
    uploadsFolder: dirname(storeFile),
    keyTime: () => new Date(),
    systemReport: async () => null,
    systemHistory: async () => null,
    internalToken: null,
    releaseMemory: () => {},
    site: new Map(),
    samplesDir: '/nowhere',
    metrics: createMetrics(),
    tracing: untraced,
    logger: createLogger('gateway', 'silent'),
    stopping: stop.signal,
    ...overrides,
    settings: env,
  }
  const app = createGatewayApp(deps)
  return {
    app,
    deps,
    store,
    storeFile,
    sent,
    stop: () => stop.abort(),
    request: async (path: string, init?: RequestInit) => app.request(path, init),
    /** Submits one image; returns the document id. */
    submit: async (headers: Record<string, string> = {}) => {
      const response = await app.request('/v1/documents', {
        method: 'POST',
        headers: { 'content-type': 'image/png', ...headers },
        body: await png(),
      })
      return (await accepted(response)).id
    },
    finish: (documentId: string, text = 'some text', page = 1, number = 1) =>
      store.applyResult({
        ...{ documentId, page, try: number, status: 'done', recognition: read(text) },
      }),
  }
}

function read(text: string): Recognition {
  return {
    text,
    confidence: 90,
    width: 40,
    height: 20,
    words: [{ text, confidence: 90, box: [1, 2, 3, 4] }],
    language: 'eng',
    engine: 'tesseract.js 7.0.0',
    model: 'fast',
    timings: { decodeMs: 1, recognizeMs: 2 },
  }
}

export async function accepted(response: Response): Promise<Accepted> {
  return Accepted.parse(await response.json())
}

/** Images by part name, fields as strings. */
export function form(...parts: [string, Uint8Array<ArrayBuffer> | string, string?][]): RequestInit {
  const body = new FormData()
  for (const [name, value, filename = 'page.png'] of parts) {
    if (typeof value === 'string') body.append(name, value)
    else body.append(name, new Blob([value]), filename)
  }
  return { method: 'POST', body }
}

export function raw(
  body: RequestInit['body'],
  headers: Record<string, string> = {},
): RequestInit & { duplex: 'half' } {
  return {
    method: 'POST',
    body: body ?? null,
    duplex: 'half',
    headers: { 'content-type': 'image/png', ...headers },
  }
}

type Bytes = Uint8Array<ArrayBuffer>
const blank = (background = '#fff', width = 40) =>
  sharp({ create: { width, height: 20, channels: 3, background } })

export const png = async (background?: string, width?: number): Promise<Bytes> =>
  new Uint8Array(await blank(background, width).png().toBuffer())
export const jpeg = async (orientation = 1): Promise<Bytes> =>
  new Uint8Array(await blank().withMetadata({ orientation }).jpeg().toBuffer())
export const webp = async (): Promise<Bytes> => new Uint8Array(await blank().webp().toBuffer())
export const avif = async (): Promise<Bytes> => new Uint8Array(await blank().avif().toBuffer())
export const tiff = async (): Promise<Bytes> => new Uint8Array(await blank().tiff().toBuffer())
const frames = async () =>
  sharp([await png('#fff'), await png('#000')], { join: { animated: true } })
export const animatedGif = async (): Promise<Bytes> =>
  new Uint8Array(await (await frames()).gif().toBuffer())
export const twoPageTiff = async (): Promise<Bytes> =>
  new Uint8Array(await (await frames()).tiff().toBuffer())

/** A valid PNG whose header claims the given size without matching pixel data. */
export function bombPng(width: number, height: number): Bytes {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.byteLength, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(10))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}
