import { useSignal } from '@preact/signals'
import type { Actions } from '../../app/actions.ts'

const most = 1_000

/** For whom has no picture at hand, and for whom wants to see how fast it is. */
export function SamplesForm({ actions }: { actions: Actions }) {
  const count = useSignal(10)
  const isDrawing = actions.isDrawing.value

  return (
    <form
      class="samples"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isDrawing) void actions.readSamples(count.value)
      }}
    >
      <label>
        <span class="samples-before">or read</span>
        <input
          type="number"
          name="count"
          required
          min={1}
          max={most}
          step={1}
          value={count.value}
          aria-label="How many random pictures"
          onInput={({ currentTarget }) => {
            count.value = currentTarget.valueAsNumber
          }}
        />
        random pictures
      </label>
      <button type="submit" class="button" aria-disabled={isDrawing}>
        {isDrawing ? 'Drawing…' : 'Read'}
      </button>
    </form>
  )
}
