import { filesOf, type Upload } from './upload.ts'
import type { UploadResponse } from './upload-outcome.ts'

export type SendUpload = (
  upload: Upload,
  options: { onProgress: (sent: number) => void; signal: AbortSignal },
) => Promise<UploadResponse>

/**
 * Uploads the files of one document, from the disk. XMLHttpRequest, because fetch has no upload progress. Never
 * rejects.
 */
export const sendUpload: SendUpload = (upload, { onProgress, signal }) =>
  new Promise((resolve) => {
    const form = new FormData()
    if (upload.batch !== null) form.append('batch', upload.batch)
    if (upload.language !== null) form.append('language', upload.language)
    if (upload.password !== null) form.append('password', upload.password)
    for (const file of filesOf(upload)) form.append('image', file, file.name)

    const request = new XMLHttpRequest()
    const noResponse = () => resolve({ status: 0, body: '', retryAfter: null })
    request.open('POST', 'v1/documents')
    request.setRequestHeader('idempotency-key', upload.key)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
    request.onload = () =>
      resolve({
        status: request.status,
        body: request.responseText,
        retryAfter: request.getResponseHeader('retry-after'),
      })
    request.onerror = noResponse
    request.onabort = noResponse
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
