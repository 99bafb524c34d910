import { expect, test } from 'vitest'
import { formOf, namedCommands } from './forms.ts'
import { commandsOf, printedCommands } from './printed-commands.ts'

test('commands are the lines of sh blocks, with continued lines joined and without comments', () => {
  const markdown = [
    'Say `npm run x`:',
    ...['```sh', '# First', 'npm start    # http://localhost', '', 'A=1 \\', '  npm test', '```'],
    ...['```json', '{}', '```', '```sh', "curl -d '#'", '```', ''],
  ].join('\n')

  expect(commandsOf(markdown)).toEqual(['npm start', 'A=1 npm test', "curl -d '#'"])
})

test('every documented command has a way to be tested', async () => {
  const printed = await printedCommands()

  expect(printed.filter((command) => formOf(command) === null)).toEqual([])
  expect(namedCommands.filter((command) => !printed.includes(command))).toEqual([])
})
