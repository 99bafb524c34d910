import { useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import type { Refusal } from '../../uploads/refusals.ts'
import { Icon } from '../icon.tsx'

/** Files that were not taken: one line, which opens to the reason of each. */
export function RefusalsLine({ app }: { app: App }) {
  const { list, isOpen, summary, clear } = app.refusals
  if (list.value.length === 0) return null
  return (
    <section class="batch refusals" aria-label="Files not taken">
      <details
        open={isOpen.value}
        onToggle={({ currentTarget }) => {
          isOpen.value = currentTarget.open
        }}
      >
        <summary>
          <span role="status">{summary.value}</span>
        </summary>
        <ul>
          {list.value.map((refusal) => (
            <RefusalRow key={refusal.key} app={app} refusal={refusal} />
          ))}
        </ul>
      </details>
      <button type="button" class="icon-button batch-close" aria-label="Dismiss" onClick={clear}>
        <Icon name="close" />
      </button>
    </section>
  )
}

function RefusalRow({ app, refusal }: { app: App; refusal: Refusal }) {
  const { name, fault, code, upload } = refusal
  const others = upload?.others.length ?? 0
  const isLocked = code === 'encrypted-pdf'
  const isWrongPassword = isLocked && upload !== null && upload.password !== null
  const lockedReason = isWrongPassword ? 'This password does not open it' : 'The PDF has a password'
  const field = useRef<HTMLInputElement>(null)

  useLayoutEffect(() => {
    // The row with the focus went when it was tried again.
    if (isWrongPassword && document.activeElement === document.body) field.current?.focus()
  }, [])

  return (
    <li>
      <p>
        <strong>{others > 0 ? `${name} and ${others} more` : name}</strong>
        {` ${isLocked ? lockedReason : fault.detail}`}
      </p>
      {upload && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const password = new FormData(event.currentTarget).get('password')
            app.actions.retryUpload(refusal, password ? String(password) : null)
          }}
        >
          {isLocked && (
            <input
              ref={field}
              type="password"
              name="password"
              required
              aria-invalid={isWrongPassword}
              autocomplete="off"
              aria-label={`Password of ${name}`}
              placeholder="Password"
            />
          )}
          <button type="submit" class="quiet">
            <Icon name="again" />
            {isLocked ? 'Read it' : 'Try again'}
          </button>
        </form>
      )}
    </li>
  )
}
