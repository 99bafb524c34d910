import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { previewUrl } from '../api/links.ts'
import type { Item } from '../library/library.ts'
import { Icon } from './icon.tsx'

/** The picture itself while it is only here, the server's small preview as soon as that is there. */
export function Thumbnail({ item }: { item: Item }) {
  const document = item.document.value
  const isLoaded = useSignal(false)
  const local = useSignal<string | null>(null)
  const file = item.upload?.file

  useEffect(() => {
    if (!file || isLoaded.value) return
    const url = URL.createObjectURL(file)
    local.value = url
    return () => URL.revokeObjectURL(url)
  }, [file, isLoaded.value])

  return (
    <>
      <Icon name="picture" />
      {local.value !== null && !isLoaded.value && <Picture src={local.value} />}
      {document && (
        <Picture
          src={previewUrl(document.id, 1, 320)}
          onLoad={() => {
            isLoaded.value = true
          }}
        />
      )}
    </>
  )
}

/** Hidden until it is there and if it never comes, as browsers do not show TIFF. */
export function Picture({ src, onLoad }: { src: string; onLoad?: () => void }) {
  const isShown = useSignal(false)
  return (
    <img
      class={isShown.value ? 'shown' : ''}
      src={src}
      alt=""
      loading="lazy"
      decoding="async"
      onLoad={() => {
        isShown.value = true
        onLoad?.()
      }}
      onError={() => {
        isShown.value = false
      }}
    />
  )
}
