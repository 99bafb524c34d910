import { useEffect, useRef } from 'preact/hooks'
import type { Reader } from '../../reader/create-reader.ts'
import { type Edit, neighbourOf, type Place } from '../../reader/edit.ts'

/**
 * Field with the text of a word or of a line. Enter saves, Escape cancels, Tab saves and goes on to the next word or
 * line; leaving the field saves, too.
 */
export function WordEditor({ reader, edit }: { reader: Reader; edit: Edit }) {
  const field = useRef<HTMLInputElement>(null)
  const { index, what, text } = edit
  const { editor, tokens } = reader

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  async function save(next: Place | null) {
    const hadFocus = field.current === document.activeElement
    const pane = field.current?.closest<HTMLElement>('[tabindex]')
    const isClosed = await editor.finish(edit, next)
    if (!isClosed && !edit.isOver.value) field.current?.focus()
    if (isClosed && hadFocus && next === null) pane?.focus({ preventScroll: true })
  }

  function onKeyDown(event: KeyboardEvent) {
    const pane = field.current?.closest<HTMLElement>('[tabindex]')
    event.stopPropagation()
    if (event.isComposing) return
    if (event.key === 'Enter') void save(null)
    else if (event.key === 'Tab') {
      void save(neighbourOf(edit, tokens.value, event.shiftKey ? -1 : 1))
    } else if (event.key === 'Escape') {
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
      onBlur={() => void save(null)}
    />
  )
}
