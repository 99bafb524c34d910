import type { Zoom } from '../../../reader/zoom/create-zoom.ts'
import { Icon, type IconName } from '../../icon.tsx'

export function ZoomButtons({ zoom }: { zoom: Zoom }) {
  const fit = zoom.fit.value
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="zoom-buttons" role="group" aria-label="Zoom">
      <ZoomButton name="Zoom out" keyName="−" icon="minus" onClick={() => zoom.step(-1)} />
      <span class="zoom-value">{`${Math.round(zoom.zoom.value * 100)}%`}</span>
      <ZoomButton name="Zoom in" keyName="+" icon="plus" onClick={() => zoom.step(1)} />
      <ZoomButton
        name="Fit width"
        keyName="W"
        icon="fit-width"
        isPressed={fit === 'width'}
        onClick={() => zoom.fitTo('width')}
      />
      <ZoomButton
        name="Fit page"
        keyName="0"
        icon="fit-page"
        isPressed={fit === 'page'}
        onClick={() => zoom.fitTo('page')}
      />
    </div>
  )
}

interface ZoomButtonProps {
  name: string
  keyName: string
  icon: IconName
  isPressed?: boolean
  onClick: () => void
}

function ZoomButton({ name, keyName, icon, isPressed, onClick }: ZoomButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      aria-pressed={isPressed}
      title={`${name} (${keyName})`}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  )
}
