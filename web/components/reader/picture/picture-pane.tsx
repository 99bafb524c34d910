import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Page } from '../../../../functions/shared/http/api.ts'
import { previewUrl } from '../../../api/links.ts'
import { isDamaged } from '../../../format/state.ts'
import type { Reader } from '../../../reader/create-reader.ts'
import { turnedSize } from '../../../reader/turn.ts'
import type { Zoom } from '../../../reader/zoom/create-zoom.ts'
import { Icon } from '../../icon.tsx'
import { Picture } from '../../picture.tsx'
import { useWordMarks } from '../use-word-marks.ts'
import { wordOf } from '../words.ts'
import { LargePicture } from './large-picture.tsx'
import { OverEditor } from './over-editor.tsx'
import { selectedText, selectWords } from './select-words.ts'
import { WordLayer } from './word-layer.tsx'

/** Placeholder size in px, until the size of a page just uploaded is known. */
const a4At150Dpi = { width: 1240, height: 1754 }

export interface PicturePaneProps {
  reader: Reader
  zoom: Zoom
  documentId: string
  page: Page
}

/**
 * A page's picture, turned as it was read, with its words over it, in a box of its size, so that loading moves nothing.
 */
export function PicturePane({ reader, zoom, documentId, page }: PicturePaneProps) {
  const scroller = useRef<HTMLElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const isKnown = page.width > 0 && page.height > 0
  const rotate = page.rotate ?? 0
  const picture = turnedSize(isKnown ? page : a4At150Dpi, rotate)
  const isShown = !isDamaged(page)
  const key = `${documentId} ${page.page} ${rotate}`

  useLayoutEffect(() => {
    if (!scroller.current || !sheet.current || !layer.current) return
    const stage = { scroller: scroller.current, sheet: sheet.current, layer: layer.current }
    return zoom.attach({ ...stage, picture })
  }, [documentId, page.page, picture.width, picture.height, isShown])

  useLayoutEffect(() => {
    const pane = scroller.current
    if (!pane) return
    return selectWords(pane, {
      words: () => reader.placed.peek(),
      toPicture: zoom.toPicture,
      onClick: (index) => {
        reader.current.value = index
      },
    })
  }, [])
  useWordMarks(scroller, reader)

  return (
    <section
      class="picture-pane"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keyboards must reach it
      tabIndex={0}
      aria-label={`Picture of page ${page.page}`}
      onPointerOver={(event) => {
        reader.pointed.value = wordOf(event)
      }}
      onPointerLeave={() => {
        reader.pointed.value = null
      }}
      onDblClick={(event) => {
        const index = wordOf(event)
        if (index === null) return
        getSelection()?.removeAllRanges()
        reader.editor.begin({ index, what: 'word' })
      }}
      onCopy={(event) => {
        const text = selectedText(event.currentTarget)
        if (text === null) return
        event.clipboardData?.setData('text/plain', text)
        event.preventDefault()
      }}
    >
      {isShown ? (
        <div class="sheet" ref={sheet}>
          <Picture key={`${key} small`} src={previewUrl(documentId, page.page, 320, rotate)} />
          <Picture
            key={`${key} large`}
            src={previewUrl(documentId, page.page, 1600, rotate)}
            alt={`Page ${page.page}`}
          />
          <LargePicture
            key={`${key} largest`}
            {...{ documentId, zoom, picture, rotate, page: page.page }}
          />
          <div class="words-scale" ref={layer}>
            <WordLayer
              reader={reader}
              picture={picture}
              isHidden={reader.settings.view.value === 'both'}
            />
          </div>
          <OverEditor reader={reader} zoom={zoom} />
        </div>
      ) : (
        <div class="no-picture">
          <Icon name="damaged" />
        </div>
      )}
    </section>
  )
}
