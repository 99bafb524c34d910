import type { Reader } from '../../../reader/create-reader.ts'
import type { Zoom } from '../../../reader/zoom/create-zoom.ts'
import { WordEditor } from '../text/word-editor.tsx'

/** The editor below its word on the picture, where no text is shown to edit in. */
export function OverEditor({ reader, zoom }: { reader: Reader; zoom: Zoom }) {
  const edit = reader.editor.editing.value
  if (edit === null || reader.settings.view.value !== 'picture') return null
  const indices = new Set(edit.tokens.map(({ index }) => index))
  const boxes = reader.placed.value.flatMap(({ index, box }) => (indices.has(index) ? [box] : []))
  const scale = zoom.zoom.value
  const left = Math.min(...boxes.map((box) => box[0])) * scale
  const right = Math.max(...boxes.map((box) => box[2])) * scale
  const bottom = Math.max(...boxes.map((box) => box[3])) * scale
  const style = `left:${left}px;top:${bottom + 4}px;min-width:${right - left}px`
  return (
    <div class="over-editor" style={style}>
      <WordEditor key={`${edit.what} ${edit.index}`} reader={reader} edit={edit} />
    </div>
  )
}
