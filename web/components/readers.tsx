import type { System } from '../../functions/shared/http/system-api.ts'
import { toReaders } from '../format/readers.ts'

const maxDots = 12

/** State of the ocr replicas: one dot each, and a text. */
export function Readers({ services }: { services: System['services'] }) {
  const readers = toReaders(services)
  if (readers === null) return null
  const dots = readers.replicas.slice(0, maxDots)
  return (
    <span class="readers" title="Replicas that read pages; their number follows the work">
      <span class="dots" aria-hidden="true">
        {dots.map((state, index) => (
          <i key={index} data-state={state} />
        ))}
      </span>
      {`Readers: ${readers.text}`}
    </span>
  )
}
