import { useSignal } from '@preact/signals'
import type { Page } from '../../../functions/shared/http/api.ts'
import { previewUrl } from '../../api/links.ts'
import { isDamaged } from '../../format/state.ts'
import { Icon } from '../icon.tsx'
import { Picture } from '../picture.tsx'

/** Placeholder size in pixels, until the size of a page just uploaded is known. */
const a4At150Dpi = { width: 1240, height: 1754 }

/**
 * A page's picture in a box with its aspect ratio, so that loading moves no text: the list's small preview,
 * then the large one over it. A click shows it full size.
 */
export function LargePicture({ documentId, page }: { documentId: string; page: Page }) {
  const isLarge = useSignal(false)
  if (isDamaged(page)) {
    return (
      <div class="large large-none">
        <Icon name="damaged" />
      </div>
    )
  }

  const { width, height } = page.width > 0 && page.height > 0 ? page : a4At150Dpi
  return (
    <div class={isLarge.value ? 'large large-full' : 'large'}>
      <button
        type="button"
        aria-label={isLarge.value ? 'Fit the picture' : 'Show the picture full size'}
        aria-pressed={isLarge.value}
        style={{ '--width': width, '--height': height }}
        onClick={() => {
          isLarge.value = !isLarge.value
        }}
      >
        <Picture src={previewUrl(documentId, page.page, 320)} />
        <Picture src={previewUrl(documentId, page.page, 1600)} alt={`Page ${page.page}`} />
      </button>
    </div>
  )
}
