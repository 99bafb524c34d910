import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

export interface PictureProps {
  src: string
  /** Empty if text beside it says what it shows. */
  alt?: string
  onLoad?: () => void
}

/**
 * Image that stays hidden until it has loaded and if it fails, as TIFF does in most browsers. Retried when the
 * network is back.
 */
export function Picture({ src, alt = '', onLoad }: PictureProps) {
  const image = useRef<HTMLImageElement>(null)
  const isShown = useSignal(false)
  const hasFailed = useSignal(false)

  useEffect(() => {
    if (!hasFailed.value) return
    const retry = () => {
      hasFailed.value = false
      if (image.current) image.current.src = src
    }
    window.addEventListener('online', retry)
    return () => window.removeEventListener('online', retry)
  }, [hasFailed.value, src])

  return (
    <img
      ref={image}
      class={isShown.value ? 'picture shown' : 'picture'}
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      onLoad={() => {
        isShown.value = true
        hasFailed.value = false
        onLoad?.()
      }}
      onError={() => {
        isShown.value = false
        hasFailed.value = true
      }}
    />
  )
}
