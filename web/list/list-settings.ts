import { effect, signal } from '@preact/signals'

export type ListLayout = 'cards' | 'rows'

/** How documents are listed, remembered in this browser. */
export function createListSettings(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const layout = signal<ListLayout>(storage.getItem('glyphflow.list') === 'rows' ? 'rows' : 'cards')
  effect(() => storage.setItem('glyphflow.list', layout.value))
  return { layout }
}
