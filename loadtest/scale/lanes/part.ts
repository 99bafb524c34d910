import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import { pdfOf } from '../../../functions/shared/pdf/pdf.fixture.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { percentile } from '../../figures/percentile.ts'
import { followFeed } from '../../system/change-feed.ts'
import { type Client, openGlyphflow, until, uploadImages } from '../../system/glyphflow.ts'
import { toMiB, toPercent, toTable } from '../measure/table.ts'
import { asleep } from '../sleeping-system.ts'

export interface LanesOptions {
  print: (line: string) => void
  pictures: string[]
  /** Pages of the PDF. */
  pages: number
  /** A single picture is uploaded so often while the PDF is read. */
  everyMs: number
}

const timesIdle = 5

/** A PDF of many scans, read alone and then beside single pictures: when its pages end, and the texts of these. */
export async function runLanes({ print, pictures, pages, everyMs }: LanesOptions) {
  const scans = await Promise.all(pictures.map(cutScan))
  const at = (index: number) => scans[index % scans.length] ?? scans[0]
  const size: [number, number] = [595, 300]
  const pdf = pdfOf(Array.from({ length: pages }, (_, index) => ({ size, jpeg: at(index) })))
  const single = at(0)?.bytes ?? Buffer.alloc(0)
  print(`PDF of ${pages} scans, ${(pdf.length / 1e6).toFixed(1)} MB; one picture of these`)

  const { client, stop } = await openGlyphflow(() => ({ PDF_TEXT: 'ocr' }))
  try {
    await asleep(client)
    const alone = await readPdf(client, pdf)
    const idle: number[] = []
    while (idle.length < timesIdle) idle.push(await readSingle(client, single))
    const beside: number[] = []
    const together = await readPdf(client, pdf, async () => {
      beside.push(await readSingle(client, single))
      await pause(everyMs)
    })
    const seconds = (ms: number) => (ms / 1000).toFixed(2)
    const spread = (times: number[]) => [
      times.length,
      ...[0.5, 1].map((share) => seconds(percentile(times, share))),
    ]
    print(
      toTable(
        ['', 'times', 'p50 s', 'max'],
        [
          ['single picture on the idle machine', ...spread(idle)],
          ['while the PDF is read', ...spread(beside)],
          ['work for a page of the PDF alone', ...spread(alone.pagesMs)],
          ['beside single pictures', ...spread(together.pagesMs)],
        ],
      ),
    )
    const toRow = (name: string, { acceptedMs, firstMs, tookMs, peakBytes, load }: PdfRead) => [
      ...[name, seconds(acceptedMs), seconds(firstMs), seconds(tookMs)],
      ...[seconds(tookMs / pages), toMiB(peakBytes), load],
    ]
    print(
      toTable(
        ['PDF', '202 s', 'first text', 'all', 'a page', 'MiB of a replica', 'load'],
        [toRow('alone, from zero', alone), toRow('beside single pictures', together)],
      ),
    )
    print(`all, beside over alone: ${toPercent(together.tookMs / alone.tookMs)}`)
  } finally {
    await stop()
  }
}

/** The upper part of a page, as a scanner's JPEG. */
async function cutScan(path: string) {
  const { width, height } = await sharp(path).metadata()
  const { data, info } = await sharp(path)
    .extract({ left: 0, top: 0, width, height: Math.min(height, Math.round(width / 2)) })
    .resize({ width: 1240 })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: 75 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

type PdfRead = Awaited<ReturnType<typeof readPdf>>

/** Uploads a PDF and repeats `meanwhile` until its pages have ended. */
async function readPdf(client: Client, pdf: Buffer, meanwhile = () => pause(1000)) {
  const following = new AbortController()
  const { changes } = await client.list('limit=1')
  const fromMs = monotonicMs()
  const id = await uploadImages(client.url, [pdf])
  const acceptedMs = monotonicMs() - fromMs
  let firstMs = Number.NaN
  let tookMs = Number.NaN
  let peakBytes = 0

  async function follow() {
    for await (const change of followFeed(client.url, changes, following.signal)) {
      if (change.kind === 'reset' || change.id !== id) continue
      if (change.status === 'failed') throw new Error('Expected all pages to be read')
      if (change.kind === 'page' && change.status === 'done') {
        if (Number.isNaN(firstMs)) firstMs = monotonicMs() - fromMs
      } else if (change.status === 'done') {
        tookMs = monotonicMs() - fromMs
        return
      }
    }
  }
  async function watchMemory() {
    while (!following.signal.aborted) {
      const ocr = (await client.system()).services?.find(({ name }) => name === 'ocr')
      const bytes = (ocr?.processes ?? []).map(({ rssBytes }) => rssBytes ?? 0)
      peakBytes = Math.max(peakBytes, ...bytes)
      await pause(1000)
    }
  }
  const watching = watchMemory()
  const over = follow().finally(() => following.abort())
  while (!following.signal.aborted) await Promise.race([meanwhile(), over])
  await Promise.all([over, watching])
  const pagesMs = (await client.document(id)).pages.map(
    ({ timings }) => (timings?.decodeMs ?? 0) + (timings?.recognizeMs ?? 0),
  )
  return { acceptedMs, firstMs, tookMs, pagesMs, peakBytes, load: loadavg()[0]?.toFixed(1) ?? '' }
}

/** Time in ms from the upload to the text. */
async function readSingle(client: Client, image: Uint8Array): Promise<number> {
  const fromMs = monotonicMs()
  const id = await uploadImages(client.url, [image])
  await until(async () => (await client.document(id)).finishedAt !== null, { pauseMs: 20 })
  return monotonicMs() - fromMs
}
