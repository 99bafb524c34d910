import { useSignal } from '@preact/signals'
import type { Actions } from '../../app/actions.ts'

const maxCount = 1_000

/** Reads random pictures of the samples: for users without pictures at hand, and to see the speed. */
export function SamplesForm({ actions }: { actions: Actions }) {
  const count = useSignal(10)
  const isAddingSamples = actions.isAddingSamples.value

  return (
    <form
      class="samples"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isAddingSamples) void actions.readSamples(count.value)
      }}
    >
      <label>
        <span class="samples-before">or read</span>
        <input
          type="number"
          name="count"
          required
          min={1}
          max={maxCount}
          step={1}
          value={count.value}
          aria-label="How many random pictures"
          onInput={({ currentTarget }) => {
            count.value = currentTarget.valueAsNumber
          }}
        />
        random pictures
      </label>
      <button type="submit" class="button" aria-disabled={isAddingSamples}>
        {isAddingSamples ? 'Adding…' : 'Read'}
      </button>
    </form>
  )
}
