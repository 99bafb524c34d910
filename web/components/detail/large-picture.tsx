import { useSignal } from '@preact/signals'
import type { Page } from '../../../functions/shared/http/api.ts'
import { previewUrl } from '../../api/links.ts'
import { isDamaged } from '../../format/state.ts'
import { Icon } from '../icon.tsx'
import { Picture } from '../picture.tsx'

/** A4 at 150 dpi: what stands in until the size of a page that was just uploaded is known. */
const usual = { width: 1240, height: 1754 }

/**
 * A page's picture in a box of its own proportions, so that the text keeps its place while the picture
 * loads: first the small preview of the list, over it the large one. A press shows it full size.
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

  const { width, height } = page.width > 0 && page.height > 0 ? page : usual
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
