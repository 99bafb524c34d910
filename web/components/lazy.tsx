import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

/** Renders a component of a module that is loaded when it is first shown, with its style sheet. */
export function Lazy<Props extends object>(
  props: Props & {
    load: () => Promise<ComponentType<Props>>
    /** Name below `assets/`. */
    styleSheet: string
    /** Way out while it is not loaded. */
    onClose?: () => void
  },
) {
  const loaded = useSignal<{ Component: ComponentType<Props> } | null>(null)
  const failed = useSignal(false)

  useEffect(() => {
    Promise.all([props.load(), addStyleSheet(`assets/${props.styleSheet}`)]).then(
      ([Component]) => {
        loaded.value = { Component }
      },
      () => {
        failed.value = true
      },
    )
  }, [])

  if (loaded.value === null) return <Pending hasFailed={failed.value} onClose={props.onClose} />
  const { Component } = loaded.value
  return <Component {...props} />
}

interface PendingProps {
  hasFailed: boolean
  onClose: (() => void) | undefined
}

function Pending({ hasFailed, onClose }: PendingProps) {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onClose?.()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  if (!hasFailed && !onClose) return null
  return (
    <div class={hasFailed ? 'nothing' : 'nothing pending'}>
      <p>{hasFailed ? 'This part could not be loaded. Reload the page.' : 'Loading…'}</p>
      {onClose && (
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      )}
    </div>
  )
}

/** Resolves when it applies. One that failed is requested again. */
function addStyleSheet(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const added = document.querySelector<HTMLLinkElement>(`link[href="${href}"]`)
    if (added?.sheet) return resolve()
    const link = added ?? document.createElement('link')
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', (event) => {
      link.remove()
      reject(event)
    })
    if (added) return
    link.rel = 'stylesheet'
    link.href = href
    document.head.append(link)
  })
}
