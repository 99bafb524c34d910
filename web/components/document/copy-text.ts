/**
 * Copies a text; false if the browser did not let us. The clipboard's own interface is missing on
 * pages that come over plain HTTP from another machine, so the old way is kept beside it. The text
 * is selected beside `near`: a modal dialog lets nothing outside of it be selected.
 */
export async function copyText(text: string, near: Element): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Not allowed: the old way may be.
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
