import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Navigation } from '../../../routing/navigation.ts'
import { Icon } from '../../icon.tsx'

const debounceMs = 180

/** Searches while the user types. `/` focuses it from anywhere, Esc clears it. */
export function SearchField({ navigation }: { navigation: Navigation }) {
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // The URL sets the field, except if they differ by blanks only: that would undo a blank being typed.
  useSignalEffect(() => {
    const { query } = navigation.route.value
    if (field.current && field.current.value.trim() !== query) field.current.value = query
  })

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea')
      const isBehind = navigation.route.peek().documentId !== null
      if (event.key !== '/' || isTyping || isBehind || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  function search(value: string, waitMs: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => navigation.search(value.trim()), waitMs)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') search(field.current?.value ?? '', 0)
    if (event.key !== 'Escape' || !field.current) return
    if (field.current.value === '') field.current.blur()
    field.current.value = ''
    search('', 0)
  }

  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        placeholder="Search texts and names"
        aria-label="Search all texts and file names"
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        maxlength={500}
        onInput={(event) => search(event.currentTarget.value, debounceMs)}
        onKeyDown={onKeyDown}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
      {navigation.route.value.query !== '' && (
        <button
          type="button"
          class="icon-button"
          aria-label="Clear the search"
          onClick={() => {
            navigation.search('')
            field.current?.focus()
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </search>
  )
}
