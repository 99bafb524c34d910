import { useSignal } from '@preact/signals'

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
  const isShown = useSignal(false)
  return (
    <img
      class={isShown.value ? 'picture shown' : 'picture'}
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      onLoad={() => {
        isShown.value = true
        onLoad?.()
      }}
      onError={({ currentTarget: image }) => {
        isShown.value = false
        const retry = () => {
          if (image.isConnected) image.src = src
        }
        window.addEventListener('online', retry, { once: true })
      }}
    />
  )
}
