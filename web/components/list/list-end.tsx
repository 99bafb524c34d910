import { useEffect, useRef } from 'preact/hooks'

export interface ListEndProps {
  isLoading: boolean
  hasFailed: boolean
  onReached: () => void
}

/** Calls `onReached` when it is within 2,000 px of the viewport, or clicked. */
export function ListEnd({ isLoading, hasFailed, onReached }: ListEndProps) {
  const end = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        // One call may tell that it left and came back.
        if (entries.at(-1)?.isIntersecting) onReached()
      },
      { rootMargin: '2000px' },
    )
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [])

  return (
    <div class="list-end" ref={end}>
      {hasFailed && <p>Older documents could not be loaded.</p>}
      <button type="button" class="button" onClick={onReached}>
        {isLoading ? 'Loading…' : hasFailed ? 'Try again' : 'Older'}
      </button>
    </div>
  )
}
