import type { Store } from '../../shared/store/store.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

const gaveUp = { code: 'gave-up', detail: 'It could not be read' } as const
const fail = (store: Store, documentId: string, page: number, number = 1) =>
  store.applyResult({ documentId, page, try: number, status: 'failed', error: gaveUp })

/** A document of two pages; the second has failed. */
export async function openFailed(overrides: Parameters<typeof openGateway>[0] = {}) {
  const gateway = openGateway(overrides)
  const traceparent = '00-11111111111111111111111111111111-2222222222222222-01'
  const upload = form(['image', await png('#fff')], ['image', await png('#000')])
  const response = await gateway.request('/v1/documents', { ...upload, headers: { traceparent } })
  const { id } = await accepted(response)
  await gateway.finish(id)
  await fail(gateway.store, id, 2)
  const redrive = () => gateway.request(`/v1/documents/${id}/redrive`, { method: 'POST' })
  return { ...gateway, id, traceparent, redrive }
}

export const json = (body: object | string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
