import { onTestFinished } from 'vitest'
import { describeDatabase } from '../database.contract.ts'
import { createDatabase } from './database.ts'
import { openConnections } from './opening/open.ts'
import { newPath } from './store.fixture.ts'

describeDatabase('SQLite', async () => {
  const { writer, reader } = openConnections(newPath())
  onTestFinished(() => {
    for (const connection of [reader, writer]) connection.close()
  })
  return createDatabase({ writer, reader })
})
