import type { App } from '../../app/create-app.ts'
import { formatBytes, formatCount } from '../../format/quantity.ts'
import { filesOf, type Upload, type UploadState } from '../../uploads/upload.ts'
import { Icon } from '../icon.tsx'
import { useNow } from '../use-now.ts'

/** Progress of files that are not a document yet. */
export function UploadBody({ app, upload }: { app: App; upload: Upload }) {
  const state = upload.state.value
  const now = useNow(() => upload.state.value.phase === 'delayed')
  const files = filesOf(upload)
  const percent = state.phase === 'sending' ? Math.floor(state.sent * 100) : 0

  return (
    <>
      <header class="card-head">
        <span class="card-name">{upload.file.name}</span>
        <span class="state">{describe(state, now)}</span>
      </header>
      <div class="card-text">
        <span
          class={state.phase === 'sending' ? 'sent' : 'sent sent-not'}
          role="progressbar"
          aria-label={`Upload of ${upload.file.name}`}
          aria-valuenow={percent}
        >
          <span style={{ width: `${percent}%` }} />
        </span>
      </div>
      <footer class="card-foot">
        <button type="button" class="quiet" onClick={() => app.actions.cancelUpload(upload)}>
          <Icon name="close" />
          Cancel
        </button>
        {state.phase === 'delayed' && (
          <button type="button" class="quiet" onClick={() => app.uploads.retryNow()}>
            <Icon name="again" />
            Try now
          </button>
        )}
        <span class="card-meta">
          {files.length > 1 && `${formatCount(files.length, 'file')} · `}
          {formatBytes(files.reduce((bytes, { size }) => bytes + size, 0))}
        </span>
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
      return 'Refused'
    case 'accepted':
      return 'Queued'
  }
}
