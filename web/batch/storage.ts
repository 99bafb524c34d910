/** The tab's session storage, or an empty one if the browser denies access. */
export function openStorage(window: Window): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.sessionStorage
  } catch {
    return { getItem: () => null, setItem: () => {} }
  }
}
