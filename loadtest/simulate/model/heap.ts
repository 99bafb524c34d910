export interface Heap<T> {
  push(item: T): void
  /** Removes the first item by the order; undefined if there is none. */
  pop(): T | undefined
}

/** Binary heap: https://en.wikipedia.org/wiki/Binary_heap */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []

  function swap(a: number, b: number): void {
    ;[items[a], items[b]] = [items[b] as T, items[a] as T]
  }
  const goesFirst = (a: number, b: number) => isBefore(items[a] as T, items[b] as T)

  return {
    push(item) {
      let at = items.push(item) - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        if (!goesFirst(at, parent)) return
        swap(at, parent)
        at = parent
      }
    },
    pop() {
      if (items.length <= 1) return items.pop()
      const first = items[0]
      items[0] = items.pop() as T
      for (let at = 0; ; ) {
        let least = at
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < items.length && goesFirst(child, least)) least = child
        }
        if (least === at) return first
        swap(at, least)
        at = least
      }
    },
  }
}
