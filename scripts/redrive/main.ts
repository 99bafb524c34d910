import { createAsk } from '../command/ask.ts'
import { runCommand } from '../command/run.ts'
import { createApi } from './api.ts'
import { readOptions, usage } from './options.ts'
import { redriveAll } from './redrive.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

process.exitCode = await runCommand(async () => {
  const options = readOptions(process.argv.slice(2), new Date())
  const api = createApi(createAsk(options.url, process.env.API_TOKEN))
  return (await redriveAll({ api, options, print })) ? 0 : 1
}, usage)
