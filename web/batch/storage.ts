/** What outlives a reload; nothing does where the browser forbids it, and the page works all the same. */
export function openStorage(window: Window): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.sessionStorage
  } catch {
    return { getItem: () => null, setItem: () => {} }
  }
}
