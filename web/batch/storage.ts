/** The tab's or the browser's storage, or an empty one if the browser denies access. */
export function openStorage(
  window: Window,
  which: 'sessionStorage' | 'localStorage',
): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window[which]
  } catch {
    return { getItem: () => null, setItem: () => {} }
  }
}
