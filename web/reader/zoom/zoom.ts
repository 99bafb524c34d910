export interface Size {
  width: number
  height: number
}

/** Lowest and highest zoom, in CSS px for a px of the picture. */
const [minZoom, maxZoom] = [0.05, 8]
/** A small picture that fits is not enlarged further. */
const maxFit = 2
const step = 1.25

export type Fit = 'width' | 'page'

/** Zoom at which a picture fits the room. */
export function fitZoom(fit: Fit, picture: Size, room: Size): number {
  const ofWidth = room.width / picture.width
  const wanted = fit === 'width' ? ofWidth : Math.min(ofWidth, room.height / picture.height)
  return clampZoom(Math.min(wanted, maxFit))
}

export function clampZoom(zoom: number): number {
  return Math.min(Math.max(zoom, minZoom), maxZoom)
}

/** Next zoom in or out. */
export function stepZoom(zoom: number, direction: 1 | -1): number {
  return clampZoom(zoom * step ** direction)
}

/** Factor of a turn of the wheel, or of a trackpad's pinch; `delta` in px. */
export function wheelFactor(delta: number): number {
  // A mouse's wheel turns by about 100 px at once, a pinch by about 10.
  return Math.exp(-Math.min(Math.max(delta, -60), 60) * 0.008)
}
