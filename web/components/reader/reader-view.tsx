import { useSignalEffect } from '@preact/signals'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Document } from '../../../functions/shared/http/api.ts'
import type { App } from '../../app/create-app.ts'
import { goneReason } from '../../app/detail.ts'
import { createZoom, type Zoom } from '../../reader/zoom/create-zoom.ts'
import { PageState } from '../document/document-state.tsx'
import { PageTurner } from './head/page-turner.tsx'
import { ReaderHead } from './head/reader-head.tsx'
import { ViewSwitch } from './head/view-switch.tsx'
import { PicturePane } from './picture/picture-pane.tsx'
import { ZoomButtons } from './picture/zoom-buttons.tsx'
import { createReaderKeys } from './reader-keys.ts'
import { TextPane } from './text/text-pane.tsx'
import { WordBar } from './text/word-bar.tsx'
import { Thumbnails } from './thumbnails.tsx'

/** One document, page by page: its picture, its text, or both. */
export function ReaderView({ app }: { app: App }) {
  const { detail, reader } = app
  const zoom = useMemo(() => createZoom(reader.settings), [])
  const state = detail.state.value
  const shown = reader.document.value

  useLayoutEffect(() => {
    const onKeyDown = createReaderKeys(app, zoom)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  useSignalEffect(() => {
    const name = reader.document.value?.filename ?? 'Document'
    document.title = `${name} · Glyphflow`
  })

  return (
    <>
      <ReaderHead app={app} document={shown} />
      {shown && <ReaderBody app={app} zoom={zoom} document={shown} />}
      {state.kind === 'loading' && <p class="nothing">Loading…</p>}
      {state.kind === 'missing' && <p class="nothing">{state.reason}</p>}
      {state.kind === 'open' && !shown && <p class="nothing">{goneReason}</p>}
    </>
  )
}

function ReaderBody({ app, zoom, document }: { app: App; zoom: Zoom; document: Document }) {
  const { reader } = app
  const page = reader.page.value
  const view = reader.settings.view.value
  const count = document.pages.length
  const body = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    // Arrow keys scroll the picture, unless the user has gone elsewhere.
    if (!globalThis.document.activeElement?.matches('body, .reader')) return
    const pane = body.current?.querySelector<HTMLElement>('.picture-pane, .text-pane')
    pane?.focus({ preventScroll: true })
  }, [document.id, view])

  if (!page) return null
  return (
    <>
      <div class="reader-tools">
        {count > 1 && (
          <>
            <PageTurner reader={reader} count={count} />
            <PageState page={page} isBeingRead={app.readings.has(document.id, page.page)} />
          </>
        )}
        {view !== 'text' && <ZoomButtons zoom={zoom} />}
        <ViewSwitch settings={reader.settings} />
      </div>
      <div class={`reader-body view-${view}`} ref={body}>
        {count > 1 && <Thumbnails app={app} document={document} />}
        {view !== 'text' && <PicturePane {...{ reader, zoom, page }} documentId={document.id} />}
        {view !== 'picture' && (
          <TextPane app={app} page={page} isBeingRead={app.readings.has(document.id, page.page)} />
        )}
      </div>
      <WordBar reader={reader} />
    </>
  )
}
