import type { App } from '../../app/create-app.ts'
import type { Refusal } from '../../uploads/refusals.ts'
import { Icon } from '../icon.tsx'

/** Files that were not taken: one line, which opens to the reason of each. */
export function RefusalsLine({ app }: { app: App }) {
  const { list, summary, clear } = app.refusals
  if (list.value.length === 0) return null
  return (
    <section class="batch refusals" aria-label="Files not taken">
      <details>
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
  return (
    <li>
      <p>
        <strong>{others > 0 ? `${name} and ${others} more` : name}</strong>
        {` ${isLocked ? 'The PDF has a password' : fault.detail}`}
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
              type="password"
              name="password"
              required
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
