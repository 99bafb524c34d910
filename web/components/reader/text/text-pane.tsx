import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Page } from '../../../../functions/shared/http/api.ts'
import type { App } from '../../../app/create-app.ts'
import { describeReading } from '../../../format/languages.ts'
import { hasText } from '../../../library/document-text.ts'
import { linesOf } from '../../../reader/corrections/tokens.ts'
import type { Reader } from '../../../reader/create-reader.ts'
import { ConfirmButton } from '../../document/confirm-button.tsx'
import { Marked } from '../../document/marked.tsx'
import { useWordMarks } from '../use-word-marks.ts'
import { wordOf } from '../words.ts'
import { TextWords } from './text-words.tsx'

/** A page's text, or why there is none. Arrow keys choose a word, Enter corrects it. */
export function TextPane({
  app,
  page,
  isBeingRead,
}: {
  app: App
  page: Page
  isBeingRead: boolean
}) {
  const { reader } = app
  const pane = useRef<HTMLElement>(null)
  const readWith = describeReading(page, app.languages.list.value)
  useLayoutEffect(() => pane.current?.scrollTo(0, 0), [reader.document.value?.id, page.page])
  useWordMarks(pane, reader)

  function onKeyDown(event: KeyboardEvent) {
    // Of a button within, the keys are its own.
    if (event.target !== pane.current) return
    const next = nextWord(reader, event.key)
    if (next !== null) {
      reader.current.value = next
      announce(app, next)
    } else if (isEditKey(event) && reader.current.value !== null) {
      reader.editor.begin({ index: reader.current.value, what: event.shiftKey ? 'line' : 'word' })
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <section
      class="text-pane"
      ref={pane}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keyboards must reach it
      tabIndex={0}
      aria-label={`Text of page ${page.page}`}
      onKeyDown={onKeyDown}
      onPointerOver={(event) => {
        reader.pointed.value = wordOf(event)
      }}
      onPointerLeave={() => {
        reader.pointed.value = null
      }}
      onClick={(event) => {
        if (getSelection()?.isCollapsed) reader.current.value = wordOf(event)
      }}
      onDblClick={(event) => {
        const index = wordOf(event)
        if (index !== null) reader.editor.begin({ index, what: 'word' })
      }}
    >
      <PageText {...{ reader, page, isBeingRead }} />
      {page.correctedAt !== null && (
        <p class="read-with">
          <ConfirmButton
            key={`${reader.document.value?.id} ${page.page}`}
            icon="undo"
            label="Bring back what was read"
            question="Drop all corrections of this page?"
            onConfirm={() => {
              // The button goes with the corrections.
              pane.current?.focus({ preventScroll: true })
              void reader.corrections.restore()
            }}
          />
        </p>
      )}
      {readWith !== null && <p class="read-with">{readWith}</p>}
    </section>
  )
}

interface PageTextProps {
  reader: Reader
  page: Page
  isBeingRead: boolean
}

function PageText({ reader, page, isBeingRead }: PageTextProps) {
  if (page.status === 'queued') {
    return <p class="none">{isBeingRead ? 'Being read…' : 'Waiting to be read…'}</p>
  }
  if (page.status === 'failed') {
    return (
      <div class="reason">
        <p>{page.error?.detail ?? 'It could not be read.'}</p>
      </div>
    )
  }
  // Before the words are known, and if they were too many to be kept, the text looks the same.
  if (reader.tokens.value.length > 0) return <TextWords reader={reader} />
  if (!hasText(page)) return <p class="none">No text in this picture.</p>
  return (
    <p class="text">
      <Marked text={page.text?.trim() ?? ''} query={reader.query.value} />
    </p>
  )
}

function isEditKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (key === 'Enter' || key === 'F2') && !ctrlKey && !metaKey && !altKey
}

/** Word to which an arrow key leads; null for other keys, and at an end. */
function nextWord({ tokens, current }: Reader, key: string): number | null {
  const steps: Record<string, [words: number, lines: number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  }
  const step = steps[key]
  const all = tokens.value
  if (!step || all.length === 0) return null
  if (current.value === null) return all[0]?.index ?? null
  const at = all.findIndex(({ index }) => index === current.value)
  if (step[1] === 0) return all[at + step[0]]?.index ?? null
  const lines = linesOf(all)
  const row = lines.findIndex((line) => line.some(({ index }) => index === current.value))
  const column = lines[row]?.findIndex(({ index }) => index === current.value) ?? 0
  const line = lines[row + step[1]]
  return line?.[Math.min(column, line.length - 1)]?.index ?? null
}

function announce({ reader, notices }: App, index: number) {
  const word = reader.loaded.value?.words[index]
  if (!word) return
  const isDoubtful = reader.doubtful.value.includes(index)
  const doubt = isDoubtful ? `, doubtful, ${Math.round(word.confidence)}%` : ''
  notices.announce(`${word.text || 'Taken away'}${doubt}`)
}
