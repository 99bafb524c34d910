import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { imageUrl, previewUrl } from '../../../api/links.ts'
import { turnedSize } from '../../../reader/turn.ts'
import type { Zoom } from '../../../reader/zoom/create-zoom.ts'
import type { Size } from '../../../reader/zoom/zoom.ts'
import { Picture } from '../../picture.tsx'

/** Width of the large preview, px. */
const previewWidth = 1600
/** Of larger ones a browser's memory is too small. */
const maxPixels = 60e6
const maxBytes = 32 * 1024 * 1024

export interface LargePictureProps {
  documentId: string
  page: number
  /** Size as it is shown, turned. */
  picture: Size
  /** Degrees clockwise. */
  rotate: number
  zoom: Zoom
}

/**
 * A larger picture over the preview, once the zoom shows more than the preview has: the original, or what a browser
 * cannot show of it as a larger preview.
 */
export function LargePicture({ documentId, page, picture, rotate, zoom }: LargePictureProps) {
  const url = imageUrl(documentId, page)
  const source = useSignal<'original' | 'preview' | null>(null)
  const isWanted = useComputed(
    () => zoom.zoom.value * picture.width * devicePixelRatio > previewWidth * 1.1,
  )
  const isLarger = picture.width > previewWidth

  useEffect(() => {
    if (!isLarger || !isWanted.value || source.value !== null) return
    const stop = new AbortController()
    fetch(url, { method: 'HEAD', signal: stop.signal }).then(
      ({ ok, headers }) => {
        if (!ok) return
        const canShow =
          /^image\/(jpeg|png|webp)$/.test(headers.get('content-type') ?? '') &&
          Number(headers.get('content-length')) <= maxBytes &&
          picture.width * picture.height <= maxPixels
        source.value = canShow ? 'original' : 'preview'
      },
      // The preview stays.
      () => {},
    )
    return () => stop.abort()
  }, [isWanted.value])

  if (source.value === null || !isLarger) return null
  if (source.value === 'preview') {
    return <Picture src={previewUrl(documentId, page, 3200, rotate)} />
  }
  if (rotate === 0) return <Picture src={url} />
  return (
    <div class="turned" style={turnStyle(picture, rotate)}>
      <Picture src={url} />
    </div>
  )
}

/** Of a picture before its turn, around the middle of the turned one. */
function turnStyle({ width, height }: Size, rotate: number) {
  const before = turnedSize({ width, height }, rotate)
  return {
    width: `${(100 * before.width) / width}%`,
    height: `${(100 * before.height) / height}%`,
    transform: `translate(-50%, -50%) rotate(${rotate}deg)`,
  }
}
