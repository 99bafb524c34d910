import { expect, test } from 'vitest'
import { sureness, worth } from './score.ts'

const word = (text: string, confidence: number) => ({ text, confidence })

test('a long word counts for more than a short one', () => {
  expect(sureness([word('abcdefgh', 90), word('ab', 40)])).toBe(80)
})

test('nothing read is nothing sure', () => {
  expect([sureness([]), worth([])]).toEqual([0, 0])
})

test('sure characters are worth something, doubtful ones cost', () => {
  expect(worth([word('abcd', 95)])).toBeGreaterThan(worth([word('ab', 95)]))
  expect(worth([word('abcd', 95), word('|~', 20)])).toBeLessThan(worth([word('abcd', 95)]))
})
