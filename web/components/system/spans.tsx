import type { Signal } from '@preact/signals'
import { historyMs } from '../../system/history.ts'

const spansMs = [60_000, 5 * 60_000, historyMs]

/** Choice of the time that the charts show. */
export function Spans({ span }: { span: Signal<number> }) {
  return (
    <fieldset class="spans">
      <legend class="unseen">Time shown</legend>
      {spansMs.map((ms) => (
        <label key={ms}>
          <input
            type="radio"
            name="span"
            checked={span.value === ms}
            onChange={() => {
              span.value = ms
            }}
          />
          {`${ms / 60_000} min`}
        </label>
      ))}
    </fieldset>
  )
}
