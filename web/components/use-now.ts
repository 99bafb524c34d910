import { useSignal, useSignalEffect } from '@preact/signals'

/** The time in ms, anew each second while `isNeeded`. */
export function useNow(isNeeded: () => boolean): number {
  const now = useSignal(Date.now())
  useSignalEffect(() => {
    if (!isNeeded()) return
    const timer = setInterval(() => {
      now.value = Date.now()
    }, 1_000)
    return () => clearInterval(timer)
  })
  return now.value
}
