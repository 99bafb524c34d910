import type { App } from '../../app/create-app.ts'
import { formatBytes } from '../../format/quantity.ts'
import { refusalOf } from '../../format/state.ts'
import type { Upload, UploadState } from '../../uploads/upload.ts'
import { Icon } from '../icon.tsx'
import { useNow } from '../use-now.ts'

/** Progress of a file that is not a document yet, or the reason of its refusal. */
export function UploadBody({ app, upload }: { app: App; upload: Upload }) {
  const state = upload.state.value
  const now = useNow(() => upload.state.value.phase === 'delayed')
  const isRefused = state.phase === 'refused'

  return (
    <>
      <header class="card-head">
        <span class="card-name">{upload.file.name}</span>
        <span class={isRefused ? 'state state-failed' : 'state'}>{describe(state, now)}</span>
      </header>
      {isRefused ? (
        <p class="card-text reason">{state.detail}</p>
      ) : (
        <div class="card-text">
          <span class={state.phase === 'sending' ? 'sent' : 'sent sent-not'}>
            <span style={{ width: `${state.phase === 'sending' ? state.sent * 100 : 0}%` }} />
          </span>
        </div>
      )}
      <footer class="card-foot">
        <button
          type="button"
          class="quiet"
          onClick={() => app.actions.dropUpload(upload, app.uploads)}
        >
          <Icon name="close" />
          {isRefused ? 'Dismiss' : 'Cancel'}
        </button>
        <span class="card-meta">{formatBytes(upload.file.size)}</span>
      </footer>
    </>
  )
}

function describe(state: UploadState, now: number): string {
  switch (state.phase) {
    case 'waiting':
      return 'Waiting to upload'
    case 'sending':
      return state.sent < 1 ? `Uploading ${Math.floor(state.sent * 100)}%` : 'Uploading…'
    case 'delayed': {
      const seconds = Math.max(1, Math.ceil((state.untilMs - now) / 1_000))
      const cause = state.reason === 'busy' ? 'The server is busy' : 'No connection'
      return `${cause}, again in ${seconds} s`
    }
    case 'refused':
      return refusalOf(state.code)
    case 'accepted':
      return 'Queued'
  }
}
