/** Saves a file among the user's downloads. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  saveUrl(url, name)
  // The browser has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Saves what a URL answers with; by default the answer names the file. */
export function saveUrl(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
