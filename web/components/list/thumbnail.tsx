import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { previewUrl } from '../../api/links.ts'
import { isDamaged } from '../../format/state.ts'
import type { Item } from '../../library/library.ts'
import { Icon } from '../icon.tsx'
import { Picture } from '../picture.tsx'

const settleMs = 120

/** The local file until the server's small preview has loaded. */
export function Thumbnail({ item }: { item: Item }) {
  const document = item.document.value
  const isLoaded = useSignal(false)
  const local = useSignal<string | null>(null)
  const isSettled = useSignal(false)
  const file = item.upload?.file

  useEffect(() => {
    if (!file || isLoaded.value) return
    const url = URL.createObjectURL(file)
    local.value = url
    return () => URL.revokeObjectURL(url)
  }, [file, isLoaded.value])

  // What a fast scroll only passes is not loaded.
  useEffect(() => {
    const timer = setTimeout(() => {
      isSettled.value = true
    }, settleMs)
    return () => clearTimeout(timer)
  }, [])

  const [first] = document?.pages ?? []
  if (first && isDamaged(first)) return <Icon name="damaged" />
  return (
    <>
      <Icon name="picture" />
      {local.value !== null && !isLoaded.value && <Picture src={local.value} />}
      {document && isSettled.value && (
        <Picture
          src={previewUrl(document.id, 1, 320, first?.rotate)}
          onLoad={() => {
            isLoaded.value = true
          }}
        />
      )}
    </>
  )
}
