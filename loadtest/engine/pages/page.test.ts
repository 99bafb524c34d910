import { expect, test } from 'vitest'
import { commonFolder, nameIn } from './page.ts'

test.each([
  [['/set/unlv/a.png', '/set/receipts/b.jpg'], '/set'],
  [['/set/unlv/a.png', '/set/unlv/b.png'], '/set/unlv'],
  [['/set/a.png', '/set/unlv/b.png'], '/set'],
  [['/set/unlv/deep/a.png', '/set/unlv/b.png'], '/set/unlv'],
  [['/set/unlv-2/a.png', '/set/unlv/b.png'], '/set'],
  [[], ''],
])('the common folder of %j is %s', (paths, folder) => {
  expect(commonFolder(paths)).toBe(folder)
})

test.each([
  ['/set', '/set/unlv/a.png', { name: 'unlv/a.png', group: 'unlv' }],
  ['/set', '/set/unlv/deep/a.png', { name: 'unlv/deep/a.png', group: 'unlv' }],
  ['/set/unlv', '/set/unlv/a.png', { name: 'unlv/a.png', group: 'unlv' }],
])('below %s, %s has a name and a group', (root, path, expected) => {
  expect(nameIn(root, path)).toEqual(expected)
})
