import type { Reader } from '../../../reader/create-reader.ts'
import { Icon } from '../../icon.tsx'

/** "Page 3 of 20", with a field for the number. */
export function PageTurner({ reader, count }: { reader: Reader; count: number }) {
  const { pageNumber, turnTo } = reader
  return (
    <div class="page-turner">
      <TurnButton step={-1} {...{ reader, count }} />
      <label>
        Page
        <input
          type="text"
          inputMode="numeric"
          value={pageNumber.value}
          style={{ width: `${String(count).length + 2}ch` }}
          onFocus={({ currentTarget }) => currentTarget.select()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.currentTarget.value = String(pageNumber.value)
            event.currentTarget.blur()
          }}
          onChange={({ currentTarget }) => {
            const wanted = Number.parseInt(currentTarget.value, 10)
            if (wanted > 0) turnTo(wanted)
            currentTarget.value = String(pageNumber.value)
          }}
        />
        {`of ${count}`}
      </label>
      <TurnButton step={1} {...{ reader, count }} />
    </div>
  )
}

function TurnButton({ reader, count, step }: { reader: Reader; count: number; step: 1 | -1 }) {
  const [name, key] = step < 0 ? ['Previous page', 'Page Up'] : ['Next page', 'Page Down']
  const target = reader.pageNumber.value + step
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={`${name} (${key})`}
      disabled={target < 1 || target > count}
      onClick={() => reader.turnTo(target)}
    >
      <Icon name={step < 0 ? 'previous' : 'next'} />
    </button>
  )
}
