import { readFileSync, writeFileSync } from 'node:fs'
import { addWithTexts } from '../../contract/examples.fixture.ts'
import { newPath, open } from '../store.fixture.ts'
import { openSqliteStore } from '../store.ts'

/** Path of a store that was closed properly and then changed by `harm`. */
export async function storeAfter(harm: (path: string, size: number) => void): Promise<string> {
  const path = newPath()
  const store = openSqliteStore(path)
  await addWithTexts(store, ['kept'], { id: 'd1' })
  await store.close()
  harm(path, readFileSync(path).length)
  return path
}

export function overwrite(path: string, offset: number, bytes: number[]) {
  writeFileSync(path, readFileSync(path).fill(Buffer.from(bytes), offset, offset + bytes.length))
}

export function openingError(path: string): unknown {
  try {
    open(path)
    return null
  } catch (error) {
    return error
  }
}

export const damaged = /store\.db is damaged: .+\. Put back a backup .+ or move store\.db, .+ away/
