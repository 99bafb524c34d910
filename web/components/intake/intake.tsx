import type { App } from '../../app/create-app.ts'
import { formatMediaTypes } from '../../format/media-types.ts'
import { formatBytes } from '../../format/quantity.ts'
import type { PickedFile } from '../../uploads/files/select-files.ts'
import { Icon } from '../icon.tsx'
import { FileButton } from './file-button.tsx'
import { LanguageField } from './language-field.tsx'
import { SamplesForm } from './samples-form.tsx'

/** Upload section; large while the list is empty. */
export function Intake({ app }: { app: App }) {
  const { library, pager, actions, languages, system, submission } = app
  const isEmpty = library.items.value.length === 0 && pager.state.value === 'ready'
  // Its size depends on the first response: rendering nothing until then avoids a jump.
  if (pager.state.value === 'unknown') return null
  const ways = {
    accept: (system.value?.mediaTypes ?? []).join(','),
    onFiles: (files: PickedFile[]) => submission.add(files),
  }

  return (
    <section class={isEmpty ? 'intake intake-empty' : 'intake'} aria-label="Add pictures">
      <div class="intake-lead">
        {isEmpty && <Icon name="picture" />}
        <h1 class="for-mouse">
          {isEmpty ? 'Drop pictures, get their text' : 'Drop pictures or folders anywhere'}
        </h1>
        <h1 class="for-touch">{isEmpty ? 'Pictures in, their text out' : 'Add pictures'}</h1>
        <p>
          <span class="for-mouse">
            {isEmpty ? 'Drop them, or folders of them, anywhere, or paste one. ' : 'Or paste one. '}
          </span>
          <Limits app={app} />
        </p>
      </div>
      <div class="intake-ways">
        <FileButton
          {...ways}
          class="button primary for-touch"
          opens="camera"
          onFiles={(files) => submission.add(files, { mayFollow: true })}
        >
          <Icon name="camera" />
          Take a photo
        </FileButton>
        <FileButton {...ways} class="button primary choose" opens="files">
          Choose <span class="for-mouse">pictures</span>
        </FileButton>
        <FileButton {...ways} class="button for-mouse" opens="folder">
          Choose a folder
        </FileButton>
      </div>
      <div class="intake-ways intake-how">
        <label
          class="switch"
          title="Files chosen or dropped together are its pages, in the order of their names"
        >
          <input
            type="checkbox"
            role="switch"
            aria-checked={submission.isJoined.value}
            checked={submission.isJoined.value}
            onChange={({ currentTarget }) => {
              submission.isJoined.value = currentTarget.checked
            }}
          />
          All in one document
        </label>
        <LanguageField languages={languages} />
        {isEmpty ? (
          <SamplesForm actions={actions} />
        ) : (
          <details class="try-samples">
            <summary class="quiet">Try with samples</summary>
            <SamplesForm actions={actions} />
          </details>
        )}
      </div>
    </section>
  )
}

/** Reserves its space before the limits are known, so that nothing moves. */
function Limits({ app }: { app: App }) {
  const system = app.system.value
  if (!system) {
    return (
      <span class="reserved">
        PNG, JPEG, WebP, GIF, TIFF, AVIF, HEIC, BMP or PDF, up to 32 MB each, a PDF up to 200 MB.
      </span>
    )
  }
  const { mediaTypes, limits } = system
  const [image, pdf] = [formatBytes(limits.imageBytes), formatBytes(limits.pdfBytes)]
  const size = image === pdf ? `${image} each` : `${image} each, a PDF up to ${pdf}`
  return <span>{`${formatMediaTypes(mediaTypes)}, up to ${size}.`}</span>
}
