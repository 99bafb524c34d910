import { accepted, openGateway, raw } from '../gateway.fixture.ts'

/** Gateway with a document of this image, which has not been read. */
export async function openUploaded(image: Uint8Array<ArrayBuffer>, filename = '') {
  const gateway = openGateway()
  const response = await gateway.request(`/v1/documents?filename=${filename}`, raw(image))
  const { id } = await accepted(response)
  return { ...gateway, id, page: `/v1/documents/${id}/pages/1` }
}
