import { expect, test } from 'vitest'
import { clampZoom, fitZoom, stepZoom, wheelFactor } from './zoom.ts'

const a4 = { width: 1240, height: 1754 }

test('a picture fits the width, or as a whole', () => {
  expect(fitZoom('width', a4, { width: 620, height: 400 })).toBe(0.5)
  expect(fitZoom('page', a4, { width: 620, height: 438.5 })).toBe(0.25)
})

test('a small picture is enlarged only a little to fit', () => {
  expect(fitZoom('width', { width: 100, height: 50 }, { width: 1000, height: 1000 })).toBe(2)
})

test('a step out undoes a step in', () => {
  expect(stepZoom(stepZoom(0.5, 1), -1)).toBeCloseTo(0.5)
})

test('zoom stays within its bounds', () => {
  expect(clampZoom(100)).toBe(8)
  expect(stepZoom(0.05, -1)).toBe(0.05)
})

test('a turn of the wheel away from the user enlarges', () => {
  expect(wheelFactor(-100)).toBeGreaterThan(1)
  expect(wheelFactor(-100) * wheelFactor(100)).toBeCloseTo(1)
})
