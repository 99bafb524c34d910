import type { System } from '../../functions/shared/http/system-api.ts'
import { toReaders } from '../format/readers.ts'

/** More than these are a row that says no more. */
const maxDots = 12

/** How many replicas are awake, and what they do: a dot for each, and words. */
export function Readers({ services }: { services: System['services'] }) {
  const readers = toReaders(services)
  if (readers === null) return null
  const dots = readers.replicas.slice(0, maxDots)
  return (
    <span class="readers" title="Replicas that read pages: they come and go with the work">
      <span class="dots" aria-hidden="true">
        {dots.map((state, index) => (
          <i key={index} data-state={state} />
        ))}
      </span>
      {`Readers: ${readers.text}`}
    </span>
  )
}
