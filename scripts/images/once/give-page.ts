import { randomUUID } from 'node:crypto'
import { toHttp } from '../../../functions/shared/events/cloudevent.ts'
import {
  type PageRecognized,
  type PageSubmitted,
  toCloudEvent,
  toPageRecognized,
  toPageSubmitted,
} from '../../../functions/shared/events/contract/contract.ts'
import { digestOf } from '../../../functions/shared/events/contract/digest.ts'
import { bmp, heic, pdf, pdfType, picture } from './platform.ts'

const documentId = randomUUID()
const page = toPageSubmitted({
  ...{ documentId, page: 1, try: 1, language: 'eng', digest: digestOf(picture) },
})
const pdfPage = toPageSubmitted({
  ...{ documentId, page: 2, try: 1, language: 'eng', digest: digestOf(pdf) },
})
const heicPage = toPageSubmitted({
  ...{ documentId, page: 3, try: 1, language: 'eng', digest: digestOf(heic) },
})
const result = toPageRecognized(page, {
  ...{ text: 'Damson\n', confidence: 90, width: 598, height: 473, language: 'eng' },
  ...{ words: [{ text: 'Damson', confidence: 90, box: [1, 1, 9, 9] }] },
  ...{ engine: 'none', model: 'none', timings: { decodeMs: 1, recognizeMs: 1 } },
})

/**
 * Gives a process a page, and functions that open them also a PDF, a HEIC and a BMP, in the form that it takes: an
 * upload, or an event. Rejects unless it succeeds; the sink has got `sentTypes`.
 */
export async function givePage(folder: string, address: string, sentTypes: string[]) {
  const upload = { method: 'POST', body: picture, headers: { 'content-type': 'image/jpeg' } }
  switch (folder) {
    case 'functions/gateway': {
      await request(`${address}/`)
      const asPdf = { method: 'POST', body: pdf, headers: { 'content-type': pdfType } }
      const asHeic = { ...upload, body: heic }
      for (const each of [upload, asPdf, asHeic, { ...upload, body: bmp }]) {
        const uploaded = await request(`${address}/v1/documents`, each)
        const document = `${address}${uploaded.headers.get('location')}`
        await request(`${document}/pages/1/preview?width=320`)
      }
      await request(`${address}/v1/samples`, {
        ...{ method: 'POST', body: '{"count":1}', headers: { 'content-type': 'application/json' } },
      })
      return expectSent('dev.glyphflow.page.submitted.v1', sentTypes)
    }
    case 'functions/ocr':
      for (const each of [page, pdfPage, heicPage]) {
        await deliver(address, each)
        expectSent('dev.glyphflow.page.recognized.v1', sentTypes.splice(0))
      }
      return
    case 'functions/results':
      return deliver(address, result)
    case 'eventing/runtime': {
      const headers = { ...upload.headers, prefer: 'wait=60' }
      const { status } = await request(`${address}/v1/documents`, { ...upload, headers })
      if (status !== 200) throw new Error(`Expected the page to be read, got ${status}`)
    }
  }
}

async function deliver(address: string, event: PageSubmitted | PageRecognized): Promise<void> {
  await request(address, { method: 'POST', ...toHttp(toCloudEvent(event)) })
}

async function request(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`Expected ${url} to succeed, got ${response.status} ${text}`)
  return response
}

function expectSent(type: string, sentTypes: string[]): void {
  if (!sentTypes.includes(type)) throw new Error(`Expected ${type} at the sink, got ${sentTypes}`)
}
