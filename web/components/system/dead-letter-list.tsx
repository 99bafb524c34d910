import type { DeadLetter } from '../../../functions/shared/http/system-api.ts'
import { textOf } from '../../api/api-problem.ts'
import type { App } from '../../app/create-app.ts'
import { formatMoment } from '../../format/moment.ts'
import { formatNumber } from '../../format/quantity.ts'
import { DocumentLink } from '../document/document-link.tsx'
import { Icon } from '../icon.tsx'

/** Dead letters with their reasons; each with a document, or all of them, can be read again, others be dismissed. */
export function DeadLetterList({ app, waiting }: { app: App; waiting: number }) {
  const { deadLetters } = app
  const letters = deadLetters.letters.value
  const progress = deadLetters.progress.value
  return (
    <section class="panel" aria-labelledby="dead-letters">
      <header class="panel-head">
        <h2 id="dead-letters">Dead letters</h2>
        <p>events that failed for good</p>
        {waiting > 0 && (
          <button
            type="button"
            class="button"
            aria-disabled={progress !== null}
            onClick={() => void deadLetters.readAllAgain()}
          >
            <Icon name="again" />
            {progress === null && 'Read all again'}
            {progress !== null &&
              `${formatNumber(progress.done)} of ${formatNumber(progress.of)} documents`}
          </button>
        )}
      </header>
      {waiting === 0 && <p class="system-note">None. Every event was delivered.</p>}
      {waiting > 0 && (
        <ul class="letters">
          {letters.map((letter) => (
            <Letter key={`${letter.source} ${letter.id}`} app={app} letter={letter} />
          ))}
        </ul>
      )}
      {waiting > letters.length && letters.length > 0 && (
        <p class="system-note">{`and ${formatNumber(waiting - letters.length)} older`}</p>
      )}
    </section>
  )
}

function Letter({ app, letter }: { app: App; letter: DeadLetter }) {
  const { documentId, page, code, reason, at, type } = letter
  const { redriving } = app.actions
  const isUnderWay = documentId !== null && redriving.value.has(documentId)
  return (
    <li>
      <time dateTime={at}>{formatMoment(at, new Date())}</time>
      <div class="letter-body">
        {documentId === null && <span>{type}</span>}
        {documentId !== null && (
          <DocumentLink class="letter-page" navigation={app.navigation} id={documentId}>
            {page === null ? 'Document' : `Page ${page}`}
            <small>{documentId}</small>
          </DocumentLink>
        )}
        <p>
          <b>{code ?? 'No answer'}</b>
          {` ${textOf(reason)}`}
        </p>
      </div>
      {documentId === null && (
        <button type="button" class="quiet" onClick={() => void app.deadLetters.dismiss(letter)}>
          Dismiss
          <span class="unseen">{` event ${letter.id}`}</span>
        </button>
      )}
      {documentId !== null && (
        <button
          type="button"
          class="quiet"
          aria-disabled={isUnderWay}
          onClick={async () => {
            if (isUnderWay) return
            await app.actions.redrive(documentId)
            await app.deadLetters.load()
          }}
        >
          <Icon name="again" />
          Read again
          <span class="unseen">
            {page === null ? ` document ${documentId}` : ` page ${page} of ${documentId}`}
          </span>
        </button>
      )}
    </li>
  )
}
