import type { Reader } from '../../../reader/create-reader.ts'
import { Menu } from '../../menu.tsx'

/** Tint of doubtful words: what it means, below which confidence, and whether it is shown. */
export function DoubtMenu({ reader }: { reader: Reader }) {
  const { threshold, marksDoubtful } = reader.settings
  const label = (
    <>
      {reader.doubtful.value.length}
      <span class="wide">doubtful</span>
      <span class="unseen">words of low confidence</span>
    </>
  )
  return (
    <Menu name="Words of low confidence" icon="doubt" label={label}>
      {() => (
        <div class="menu-form">
          <label class="check">
            <input
              type="checkbox"
              checked={marksDoubtful.value}
              onChange={({ currentTarget }) => {
                marksDoubtful.value = currentTarget.checked
              }}
            />
            Tint doubtful words
          </label>
          <label>
            {`Confidence below ${threshold.value}%`}
            <input
              type="range"
              min="10"
              max="99"
              value={threshold.value}
              disabled={!marksDoubtful.value}
              onInput={({ currentTarget }) => {
                threshold.value = Number(currentTarget.value)
              }}
            />
          </label>
          <p class="legend">
            <span style="--tint:0.85">very doubtful</span>
            <span style="--tint:0.55">doubtful</span>
            <span style="--tint:0.25">a little</span>
          </p>
        </div>
      )}
    </Menu>
  )
}
