import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function setUp(isTerminal: boolean) {
  const written: string[] = []
  const write = (text: string) => written.push(text)
  const progress = createProgress({ write, isTerminal, total: 1200, rate: 2 })
  return { written, progress }
}

test('in a terminal the progress is a bar, redrawn in place, with the remaining time', () => {
  const { written, progress } = setUp(true)

  progress.advance(300)
  progress.advance(1140)

  expect(written).toEqual([
    `\r\u001b[K${'█'.repeat(7)}${'░'.repeat(23)} 300 of 1,200 pages, 8 min left`,
    `\r\u001b[K${'█'.repeat(28)}${'░'.repeat(2)} 1,140 of 1,200 pages, 30 s left`,
  ])
})

test('a line is printed above the bar, which is removed at the end', () => {
  const { written, progress } = setUp(true)
  progress.advance(1200)
  const [bar] = written.splice(0)

  progress.say('Waits')
  progress.end()

  expect(written).toEqual([`\r\u001b[KWaits\n${bar?.slice(4)}`, '\r\u001b[K'])
})

test('elsewhere the progress is a line per tenth', () => {
  const { written, progress } = setUp(false)

  for (let pages = 1; pages <= 1200; pages++) progress.advance(pages)
  progress.say('Waits')
  progress.end()

  expect(written).toHaveLength(11)
  expect(written[0]).toBe('120 of 1,200 pages\n')
  expect(written.slice(-2)).toEqual(['1,200 of 1,200 pages\n', 'Waits\n'])
})
