import { describe, expect, test } from 'vitest'
import { createWindow } from './window.ts'

const open = (offset: number, attempts = 0) => ({ offset, attempts })

describe('a window', () => {
  test('finished records between open ones are not listed', () => {
    const window = createWindow({ position: 0, open: [] })
    for (const offset of [0, 1, 2, 3]) window.begin(offset)

    window.attempted(1, 2)
    for (const offset of [0, 2]) window.finish(offset)

    expect(window.progress()).toEqual({ position: 4, open: [open(1, 2), open(3)] })
  })

  test('missing offsets of a partition are no gap', () => {
    const window = createWindow({ position: 0, open: [] })
    for (const offset of [5, 9, 70]) window.begin(offset)

    window.finish(9)

    expect(window.progress()).toEqual({ position: 71, open: [open(5), open(70)] })
  })

  test('it continues with earlier open records and their attempts', () => {
    const window = createWindow({ position: 9, open: [open(3, 4), open(7)] })

    window.begin(9)
    window.finish(7)
    window.attempted(7, 9)

    expect(window.progress()).toEqual({ position: 10, open: [open(3, 4), open(9)] })
  })
})
