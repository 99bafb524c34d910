/** Distance of sampled pixels: one in five is enough for a histogram. */
const stepPx = 5

/**
 * Level up to which Tesseract takes pixels for ink: the one with the greatest variance between the
 * two groups that it separates (Otsu's method).
 * https://doi.org/10.1109/TSMC.1979.4310076
 */
export function otsuThreshold(grey: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (let at = 0; at < grey.length; at += stepPx) {
    const level = grey[at] ?? 0
    counts[level] = (counts[level] ?? 0) + 1
  }
  const total = counts.reduce((sum, count, level) => sum + count * level, 0)
  let [dark, darkTotal] = [0, 0]
  let best = { level: 0, variance: -1 }
  for (const [level, count] of counts.entries()) {
    dark += count
    darkTotal += count * level
    const light = Math.ceil(grey.length / stepPx) - dark
    if (dark === 0 || light === 0) continue
    const difference = darkTotal / dark - (total - darkTotal) / light
    const variance = dark * light * difference ** 2
    if (variance > best.variance) best = { level, variance }
  }
  return best.level
}
