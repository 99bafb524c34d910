import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

/** Renders a component of a module that is loaded when it is first shown, with its style sheet. */
export function Lazy<Props extends object>(
  props: Props & {
    load: () => Promise<ComponentType<Props>>
    /** Name below `assets/`. */
    styleSheet: string
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

  if (failed.value) return <p class="nothing">This part could not be loaded. Reload the page.</p>
  if (loaded.value === null) return null
  const { Component } = loaded.value
  return <Component {...props} />
}

/** Resolves when it applies. */
function addStyleSheet(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${href}"]`)) return resolve()
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.onload = () => resolve()
    link.onerror = reject
    document.head.append(link)
  })
}
