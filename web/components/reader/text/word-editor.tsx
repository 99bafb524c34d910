import { useLayoutEffect, useRef } from 'preact/hooks'
import { type Edit, neighbourOf } from '../../../reader/corrections/edit.ts'
import type { Reader } from '../../../reader/create-reader.ts'

/**
 * Field with the text of a word or of a line. Enter saves, Escape cancels, Tab saves and goes on to the next word or
 * line; leaving the field saves, too.
 */
export function WordEditor({ reader, edit }: { reader: Reader; edit: Edit }) {
  const field = useRef<HTMLInputElement>(null)
  const { index, what, text } = edit
  const { editor, tokens } = reader

  // Before the next key is pressed: an effect after the paint would be too late.
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  async function save() {
    const hadFocus = field.current === document.activeElement
    const pane = field.current?.closest<HTMLElement>('[tabindex]')
    const isClosed = await editor.finish(edit)
    // The user may have gone elsewhere.
    const isNear = document.activeElement?.contains(field.current) ?? true
    if (!isClosed && !edit.isOver.value && isNear) field.current?.focus()
    if (isClosed && hadFocus) pane?.focus({ preventScroll: true })
  }

  /** Opens the next word or line at once: what is typed while the server answers belongs to it. */
  function goOn(step: 1 | -1) {
    const next = neighbourOf(edit, tokens.value, step)
    if (!next) return void save()
    reader.current.value = next.index
    editor.begin(next)
  }

  function onKeyDown(event: KeyboardEvent) {
    const pane = field.current?.closest<HTMLElement>('[tabindex]')
    event.stopPropagation()
    if (event.isComposing) return
    if (event.key === 'Enter') void save()
    else if (event.key === 'Tab') goOn(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') {
      editor.cancel(edit)
      pane?.focus({ preventScroll: true })
    } else return
    event.preventDefault()
  }

  return (
    <input
      ref={field}
      class={what === 'line' ? 'editor editor-line' : 'editor'}
      type="text"
      defaultValue={edit.typed}
      aria-label={text === '' ? 'Correct the word taken away' : `Correct “${text}”`}
      size={Math.max(text.length, 2)}
      maxLength={what === 'line' ? 5000 : 500}
      autocomplete="off"
      spellcheck={false}
      readOnly={edit.isOver.value}
      data-index={index}
      onInput={({ currentTarget }) => {
        edit.typed = currentTarget.value
      }}
      onKeyDown={onKeyDown}
      onBlur={() => void save()}
    />
  )
}
