/**
 * Copies a text; false if the browser denies it. Falls back to execCommand, because pages served over plain
 * HTTP by another machine have no navigator.clipboard. The text is selected in an element next to `near`.
 */
export async function copyText(text: string, near: Element): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // execCommand may still be allowed.
    }
  }
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'unseen'
  near.after(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (near instanceof HTMLElement) near.focus()
  return isCopied
}
