import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Database, Queries } from './engine.ts'

const add = (transaction: Queries, change: number) =>
  transaction.insert('changes', [
    { change, at: 0, document_id: 'a', kind: 'document', status: 'queued' },
  ])

async function numbersIn(queries: Pick<Queries, 'all'>): Promise<number[]> {
  const rows = await queries.all<{ change: number }>('SELECT change FROM changes ORDER BY change')
  return rows.map(({ change }) => change)
}

/** Contract of the transactions of every database, including transactions that await in between. */
export function describeDatabase(name: string, open: () => Promise<Database>) {
  describe(name, () => {
    test('of two concurrent writes, one is rolled back and the other committed', async () => {
      const database = await open()

      const undone = database.write(async (transaction) => {
        await add(transaction, 1)
        await pause(20)
        await add(transaction, 2)
        throw new Error('changed its mind')
      })
      const kept = database.write(async (transaction) => {
        await add(transaction, 3)
        await pause(20)
        await add(transaction, 4)
      })

      await expect(undone).rejects.toThrow('changed its mind')
      await kept
      expect(await numbersIn(database)).toEqual([3, 4])
    })

    test('a write sees nothing of an uncommitted write', async () => {
      const database = await open()
      const begun = Promise.withResolvers<void>()

      const first = database.write(async (transaction) => {
        await add(transaction, 1)
        begun.resolve()
        await pause(20)
        await add(transaction, 2)
      })
      await begun.promise
      const seen = await database.write(numbersIn)
      await first

      expect([[], [1, 2]]).toContainEqual(seen)
    })

    test('a read sees nothing of an uncommitted write, and does not wait for it', async () => {
      const database = await open()
      const begun = Promise.withResolvers<void>()
      const end = Promise.withResolvers<void>()

      const write = database.write(async (transaction) => {
        await add(transaction, 1)
        begun.resolve()
        await end.promise
      })
      await begun.promise
      const during = [await numbersIn(database), await database.read(numbersIn)]
      end.resolve()
      await write

      expect(during).toEqual([[], []])
      expect(await numbersIn(database)).toEqual([1])
    })

    test('a read sees one snapshot during concurrent writes', async () => {
      const database = await open()
      await database.write((transaction) => add(transaction, 1))

      const seen = await database.read(async (snapshot) => {
        const before = await numbersIn(snapshot)
        await database.write((transaction) => add(transaction, 2))
        return [before, await numbersIn(snapshot)]
      })

      expect(seen).toEqual([[1], [1]])
      expect(await numbersIn(database)).toEqual([1, 2])
    })

    test('a read after a commit sees it, regardless of earlier reads', async () => {
      const database = await open()
      const end = Promise.withResolvers<void>()
      const early = database.read(async (snapshot) => {
        await numbersIn(snapshot)
        await end.promise
      })

      await database.write((transaction) => add(transaction, 1))
      const late = numbersIn(database)
      end.resolve()
      await early

      expect(await late).toEqual([1])
    })

    test('elements of a list are in order, and an empty list has none', async () => {
      const database = await open()

      const lists = await database.read(async (snapshot) => {
        const sql = `SELECT value, place FROM ${snapshot.dialect.elements(':list')} AS listed`
        return [await snapshot.all(sql, { list: [7, 5] }), await snapshot.all(sql, { list: [] })]
      })

      const [two, none] = lists
      expect(two).toEqual([
        { value: 7, place: 0 },
        { value: 5, place: 1 },
      ])
      expect(none).toEqual([])
    })

    test('a list of texts is a table of them', async () => {
      const database = await open()

      const rows = await database.read((snapshot) =>
        snapshot.all(`SELECT value FROM ${snapshot.dialect.texts(':list')} AS listed`, {
          list: ['a', "b'"],
        }),
      )

      expect(rows).toEqual([{ value: 'a' }, { value: "b'" }])
    })
  })
}
