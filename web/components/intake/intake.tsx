import { useRef } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import { formatMediaTypes } from '../../format/media-types.ts'
import { formatBytes } from '../../format/quantity.ts'
import { Icon } from '../icon.tsx'
import { LanguageField } from './language-field.tsx'
import { SamplesForm } from './samples-form.tsx'

/** Upload section; large while the list is empty. */
export function Intake({ app }: { app: App }) {
  const { library, pager, actions, uploads, languages, system } = app
  const picker = useRef<HTMLInputElement>(null)
  const isEmpty = library.items.value.length === 0 && pager.state.value === 'ready'
  // Its size depends on the first response: rendering nothing until then avoids a jump.
  if (pager.state.value === 'unknown') return null
  const accepted = system.value?.mediaTypes ?? []

  return (
    <section class={isEmpty ? 'intake intake-empty' : 'intake'} aria-label="Add pictures">
      <div class="intake-lead">
        {isEmpty && <Icon name="picture" />}
        <h1>{isEmpty ? 'Drop pictures, get their text' : 'Drop pictures anywhere'}</h1>
        <p>
          {isEmpty && 'Drop them anywhere on this page, or paste one. '}
          {!isEmpty && 'Or paste one. '}
          <Limits app={app} />
        </p>
      </div>
      <div class="intake-ways">
        <button type="button" class="button primary" onClick={() => picker.current?.click()}>
          Choose pictures
        </button>
        <LanguageField languages={languages} />
        <SamplesForm actions={actions} />
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={accepted.join(',')}
        onChange={({ currentTarget }) => {
          actions.addFiles(Array.from(currentTarget.files ?? []), uploads)
          currentTarget.value = ''
        }}
      />
    </section>
  )
}

/** Reserves its space before the limits are known, so that nothing moves. */
function Limits({ app }: { app: App }) {
  const system = app.system.value
  if (!system) {
    return (
      <span class="reserved">
        PNG, JPEG, WebP, GIF, TIFF, AVIF or PDF, up to 32 MB each, a PDF up to 200 MB.
      </span>
    )
  }
  const { mediaTypes, limits } = system
  const [image, pdf] = [formatBytes(limits.imageBytes), formatBytes(limits.pdfBytes)]
  const size = image === pdf ? `${image} each` : `${image} each, a PDF up to ${pdf}`
  return <span>{`${formatMediaTypes(mediaTypes)}, up to ${size}.`}</span>
}
