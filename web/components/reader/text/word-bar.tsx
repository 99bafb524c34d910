import type { Place } from '../../../reader/corrections/edit.ts'
import type { Reader } from '../../../reader/create-reader.ts'
import { readAs } from '../../../reader/read-as.ts'
import { Icon } from '../../icon.tsx'
import { DoubtMenu } from './doubt-menu.tsx'
import { stepTo } from './step-to.ts'

/** The current word with what can be done to it, and the way to doubtful words and hits. */
export function WordBar({ reader }: { reader: Reader }) {
  const { corrections, hits, doubtful, current, query } = reader
  return (
    <div class="word-bar">
      <CurrentWord reader={reader} />
      <span class="word-bar-end">
        {corrections.canUndo() && (
          <button
            type="button"
            class="quiet"
            title="Undo the last correction (Ctrl+Z)"
            onClick={() => void corrections.undo()}
          >
            <Icon name="undo" />
            <span class="wide">Undo</span>
          </button>
        )}
        {query.value !== '' && hits.value.size > 0 && (
          <Stepper
            name="hit"
            count={`${hits.value.size} found`}
            list={[...hits.value]}
            {...{ current }}
          />
        )}
        {reader.loaded.value !== null && (
          <>
            <DoubtMenu reader={reader} />
            <Stepper name="doubtful word" list={doubtful.value} {...{ current }} />
          </>
        )}
      </span>
    </div>
  )
}

function CurrentWord({ reader }: { reader: Reader }) {
  const index = reader.current.value
  const loaded = reader.loaded.value
  const word = index === null ? undefined : loaded?.words[index]
  if (index === null || !loaded || !word) {
    return (
      <span class="word-hint">
        {reader.tokens.value.length > 0 && 'Choose a word to correct it: double-click, or Enter'}
      </span>
    )
  }
  const edit = (what: Place['what']) => reader.editor.begin({ index, what })
  return (
    <>
      <b class="current-word">{word.text || 'Taken away'}</b>
      <span class="word-facts">
        {word.corrected
          ? `read as “${readAs(loaded, index) ?? '…'}”`
          : `${Math.round(word.confidence)}% confidence`}
      </span>
      <button
        type="button"
        class="quiet"
        title="Correct the word (Enter)"
        onClick={() => edit('word')}
      >
        <Icon name="pencil" />
        <span class="wide">Correct</span>
        <span class="unseen"> word</span>
      </button>
      <button
        type="button"
        class="quiet"
        title="Correct the line (Shift+Enter)"
        onClick={() => edit('line')}
      >
        <span class="unseen">Correct the</span>
        Line
      </button>
    </>
  )
}

interface StepperProps {
  name: string
  count?: string
  /** Indices of words, in the order of the text. */
  list: readonly number[]
  current: Reader['current']
}

function Stepper({ name, count, list, current }: StepperProps) {
  if (list.length === 0) return null
  return (
    <span class="stepper">
      {count}
      {([-1, 1] as const).map((step) => (
        <button
          key={step}
          type="button"
          class="icon-button"
          aria-label={`${step < 0 ? 'Previous' : 'Next'} ${name}`}
          title={`${step < 0 ? 'Previous' : 'Next'} ${name}`}
          onClick={() => stepTo(current, list, step)}
        >
          <Icon name={step < 0 ? 'previous' : 'next'} />
        </button>
      ))}
    </span>
  )
}
