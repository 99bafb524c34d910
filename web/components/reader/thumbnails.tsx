import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Document } from '../../../functions/shared/http/api.ts'
import { previewUrl } from '../../api/links.ts'
import type { App } from '../../app/create-app.ts'
import { isDamaged, pageStateOf } from '../../format/state.ts'
import { documentAddress } from '../../routing/route.ts'
import { Icon } from '../icon.tsx'
import { Picture } from '../picture.tsx'

/** Length of an item along the strip, px; its style sheet has it, too. */
const itemLength = { beside: 128, below: 60 }
/** Items rendered beyond what is in sight, on each side. */
const spare = 6
/** Whether the strip lies below the picture: on phones, as its style sheet says, too. */
const isBelowPicture = () => matchMedia('(max-width: 52rem)').matches

/** Strip of all pages, of which only those in sight are rendered: a document may have 2,000. */
export function Thumbnails({ app, document }: { app: App; document: Document }) {
  const strip = useRef<HTMLElement>(null)
  const range = useSignal({ from: 0, to: 20 })
  const isBelow = useSignal(isBelowPicture())
  const { pageNumber } = app.reader
  const length = isBelow.value ? itemLength.below : itemLength.beside
  const side = isBelow.value ? 'inline' : 'block'

  function update() {
    const element = strip.current
    if (!element) return
    isBelow.value = isBelowPicture()
    const [at, room] = isBelow.value
      ? [element.scrollLeft, element.clientWidth]
      : [element.scrollTop, element.clientHeight]
    const each = isBelow.value ? itemLength.below : itemLength.beside
    const from = Math.max(Math.floor(at / each) - spare, 0)
    const to = Math.ceil((at + room) / each) + spare
    if (from !== range.value.from || to !== range.value.to) range.value = { from, to }
  }

  useEffect(() => {
    const observer = new ResizeObserver(update)
    if (strip.current) observer.observe(strip.current)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const element = strip.current
    if (!element) return
    const start = (pageNumber.value - 1) * length
    const [at, room] = isBelow.value
      ? [element.scrollLeft, element.clientWidth]
      : [element.scrollTop, element.clientHeight]
    if (start < at || start + length > at + room) {
      const middle = start + length / 2 - room / 2
      element.scrollTo(isBelow.value ? { left: middle } : { top: middle })
    }
    update()
  }, [pageNumber.value, document.id, isBelow.value])

  const { from, to } = range.value
  const shown = document.pages.slice(from, to)
  const after = Math.max(document.pages.length - to, 0)
  return (
    <nav class="thumbnails" ref={strip} aria-label="Pages" onScroll={update}>
      <ol
        style={{
          [`padding-${side}-start`]: `${from * length}px`,
          [`padding-${side}-end`]: `${after * length}px`,
        }}
      >
        {shown.map((page) => (
          <li key={page.page}>
            <a
              href={documentAddress(document.id, page.page)}
              aria-current={page.page === pageNumber.value ? 'page' : undefined}
              aria-label={`Page ${page.page}, ${pageStateOf(page, app.readings.has(document.id, page.page)).text}`}
              class={`strip-page strip-${page.status}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                app.reader.turnTo(page.page)
              }}
            >
              <span class="strip-picture">
                <Icon name={isDamaged(page) ? 'damaged' : 'picture'} />
                {!isDamaged(page) && (
                  <Picture src={previewUrl(document.id, page.page, 320, page.rotate)} />
                )}
              </span>
              <span class="strip-number">{page.page}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
