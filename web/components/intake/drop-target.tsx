import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { readDropped, toPicked } from '../../uploads/files/dropped-files.ts'
import { nameByTime } from '../../uploads/files/name-by-time.ts'
import type { PickedFile } from '../../uploads/files/select-files.ts'
import { Icon } from '../icon.tsx'

/** Accepts files dropped on or pasted into the whole window. */
export function DropTarget({ onFiles }: { onFiles: (files: PickedFile[]) => void }) {
  const depth = useSignal(0)

  useEffect(() => {
    const stop = new AbortController()
    const on = <Name extends 'dragenter' | 'dragover' | 'dragleave' | 'drop' | 'paste'>(
      name: Name,
      listener: (event: DocumentEventMap[Name]) => void,
    ) => document.addEventListener(name, listener, { signal: stop.signal })
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

    on('dragenter', (event) => {
      if (hasFiles(event)) depth.value += 1
    })
    on('dragleave', (event) => {
      if (hasFiles(event)) depth.value = Math.max(0, depth.value - 1)
    })
    on('dragover', (event) => {
      if (hasFiles(event)) event.preventDefault()
    })
    on('drop', async (event) => {
      depth.value = 0
      if (!event.dataTransfer || !hasFiles(event)) return
      event.preventDefault()
      onFiles(await readDropped(event.dataTransfer))
    })
    on('paste', (event) => {
      const files = pastedFiles(event)
      if (files.length === 0) return
      event.preventDefault()
      onFiles(toPicked(nameByTime(files, { kind: 'Pasted', now: new Date() })))
    })
    return () => stop.abort()
  }, [])

  if (depth.value === 0) return null
  return (
    <div class="drop-target">
      <p>
        <Icon name="picture" />
        Drop to read
      </p>
    </div>
  )
}

const textField = 'input:not([type=checkbox], [type=radio]), textarea'

/** Into a text field, a text is pasted as such: spreadsheets put a picture beside the text of cells. */
function pastedFiles({ clipboardData, target }: ClipboardEvent): File[] {
  const isText = clipboardData?.types.includes('text/plain') ?? false
  const isField = target instanceof Element && target.matches(textField)
  return isText && isField ? [] : Array.from(clipboardData?.files ?? [])
}
