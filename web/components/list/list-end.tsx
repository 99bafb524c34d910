import { useEffect, useRef } from 'preact/hooks'

/** Calls `onReached` when it is within 600 px of the viewport, or clicked. */
export function ListEnd({ isLoading, onReached }: { isLoading: boolean; onReached: () => void }) {
  const end = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onReached()
      },
      { rootMargin: '600px' },
    )
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [])

  return (
    <div class="list-end" ref={end}>
      <button type="button" class="button" onClick={onReached}>
        {isLoading ? 'Loading…' : 'Older'}
      </button>
    </div>
  )
}
