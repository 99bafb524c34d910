import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { imageUrl } from '../../api/links.ts'
import type { Zoom } from '../../reader/create-zoom.ts'
import type { Size } from '../../reader/zoom.ts'
import { Picture } from '../picture.tsx'

/** Width of the large preview, px. */
const previewWidth = 1600
/** Of larger ones a browser's memory is too small. */
const maxPixels = 60e6
const maxBytes = 32 * 1024 * 1024

export interface OriginalPictureProps {
  documentId: string
  page: number
  picture: Size
  zoom: Zoom
}

/** The original over the preview, once the zoom shows more than the preview has, if the browser can show it. */
export function OriginalPicture({ documentId, page, picture, zoom }: OriginalPictureProps) {
  const url = imageUrl(documentId, page)
  const canShow = useSignal(false)
  const isWanted = useComputed(
    () => zoom.zoom.value * picture.width * devicePixelRatio > previewWidth * 1.1,
  )
  const isLarger = picture.width > previewWidth && picture.width * picture.height <= maxPixels

  useEffect(() => {
    if (!isLarger || !isWanted.value || canShow.value) return
    const stop = new AbortController()
    fetch(url, { method: 'HEAD', signal: stop.signal }).then(
      ({ ok, headers }) => {
        const isPicture = /^image\/(jpeg|png|webp)$/.test(headers.get('content-type') ?? '')
        canShow.value = ok && isPicture && Number(headers.get('content-length')) <= maxBytes
      },
      // The preview stays.
      () => {},
    )
    return () => stop.abort()
  }, [isWanted.value])

  return canShow.value && isLarger ? <Picture src={url} /> : null
}
