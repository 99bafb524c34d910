import { useSignal } from '@preact/signals'
import type { LanguageList, Page } from '../../functions/shared/api.ts'
import { previewUrl } from '../api/links.ts'
import { toReadWith } from '../format/languages.ts'
import { Confidence } from './document-state.tsx'

export interface DetailPageProps {
  documentId: string
  page: Page
  isOnly: boolean
  languages: LanguageList | null
}

/** One page: its picture, and what was read on it. */
export function DetailPage({ documentId, page, isOnly, languages }: DetailPageProps) {
  const readWith = toReadWith(page, languages)
  return (
    <section class="detail-page" data-page={page.page} aria-label={`Page ${page.page}`}>
      <LargePicture documentId={documentId} page={page} />
      <div class="detail-text">
        {!isOnly && (
          <h3>
            {`Page ${page.page}`}
            {page.status === 'done' && page.confidence !== null && (
              <Confidence percent={Math.round(page.confidence)} />
            )}
          </h3>
        )}
        {page.status === 'queued' && <p class="none">Waiting to be read…</p>}
        {page.status === 'failed' && (
          <div class="reason">
            <p>{page.error?.detail ?? 'It could not be read.'}</p>
          </div>
        )}
        {page.text !== null && page.text.trim() !== '' && <p class="text">{page.text.trimEnd()}</p>}
        {page.status === 'done' && !page.text?.trim() && (
          <p class="none">No text in this picture.</p>
        )}
        {readWith !== null && <p class="read-with">{readWith}</p>}
      </div>
    </section>
  )
}

/** Fits at first, and its small preview stands in until it is there; a press shows it full size. */
function LargePicture({ documentId, page }: { documentId: string; page: Page }) {
  const isLarge = useSignal(false)
  const isKnown = page.width > 0 && page.height > 0
  return (
    <div class={isLarge.value ? 'large large-full' : 'large'}>
      <button
        type="button"
        aria-label={isLarge.value ? 'Fit the picture' : 'Show the picture full size'}
        aria-pressed={isLarge.value}
        onClick={() => {
          isLarge.value = !isLarge.value
        }}
      >
        <img
          src={previewUrl(documentId, page.page, 1600)}
          alt={`Page ${page.page}`}
          loading="lazy"
          {...(isKnown && { width: page.width, height: page.height })}
          style={{ backgroundImage: `url("${previewUrl(documentId, page.page, 320)}")` }}
        />
      </button>
    </div>
  )
}
