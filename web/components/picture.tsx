import { useSignal } from '@preact/signals'

export interface PictureProps {
  src: string
  /** Empty where words beside it say what it shows. */
  alt?: string
  onLoad?: () => void
}

/**
 * Hidden until it is there and if it never comes, as browsers do not show TIFF. What did not come because
 * the network was away is asked for again when it is back.
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
        const askAgain = () => {
          if (image.isConnected) image.src = src
        }
        window.addEventListener('online', askAgain, { once: true })
      }}
    />
  )
}
