import { expect, test } from 'vitest'
import { type PickedFile, selectFiles } from './select-files.ts'

const gif = (name: string) => new File(['GIF89a'], name)
const picked = (path: string): PickedFile => ({ path, file: gif(path) })

async function select(...files: PickedFile[]) {
  const { files: selected, refused } = await selectFiles(files, null)
  return {
    files: selected.map(({ name }) => name),
    refused: refused.map(({ path, fault }) => [path, fault.title]),
  }
}

test('the files of folders are in the natural order of their names', async () => {
  const paths = ['b/1.gif', 'a/10.gif', 'a/9.gif', 'a 2/1.gif', 'a/9/1.gif', 'A.gif']

  const { files } = await select(...paths.map(picked))

  expect(files).toEqual(['a/9/1.gif', 'a/9.gif', 'a/10.gif', 'a 2/1.gif', 'A.gif', 'b/1.gif'])
})

test('hidden files of a folder are left out, a hidden file that was chosen is not', async () => {
  const { files, refused } = await select(
    ...['.one.gif', '.scans/two.gif', 'scans/.three.gif', 'scans/.old/four.gif'].map(picked),
  )

  expect(files).toEqual(['.one.gif', '.scans/two.gif'])
  expect(refused).toEqual([
    ['scans/.old/four.gif', 'hidden'],
    ['scans/.three.gif', 'hidden'],
  ])
})

test('a file that cannot be opened is named', async () => {
  const { refused } = await select({ path: 'scans/locked.gif', file: null })

  expect(refused).toEqual([['scans/locked.gif', 'cannot be opened']])
})

test('only the first bytes of a file are read', async () => {
  const file = gif('a')
  const slices: number[][] = []
  file.slice = (from = 0, to = file.size) => {
    slices.push([from, to])
    return new Blob(['GIF89a'])
  }

  await selectFiles([{ path: 'a', file }], null)

  expect(slices).toEqual([[0, 1024]])
})

test('the files of a large folder are read some at a time', async () => {
  let reading = 0
  let most = 0
  const files = Array.from({ length: 100 }, (_, index) => {
    const file = gif(`${index}`)
    file.slice = () => {
      const blob = new Blob(['GIF89a'])
      blob.arrayBuffer = async () => {
        reading += 1
        most = Math.max(most, reading)
        await Promise.resolve()
        reading -= 1
        return new TextEncoder().encode('GIF89a').buffer
      }
      return blob
    }
    return { path: file.name, file }
  })

  const { files: selected } = await selectFiles(files, null)

  expect(selected).toHaveLength(100)
  expect(most).toBe(8)
})
