import { ApiError, createApi, NoAnswerError } from './api.ts'
import { readOptions, UsageError, usage } from './options.ts'
import { redriveAll } from './redrive.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

async function main(): Promise<boolean> {
  try {
    const options = readOptions(process.argv.slice(2), new Date())
    const api = createApi(options.url, process.env.API_TOKEN)
    return await redriveAll({ api, options, print })
  } catch (error) {
    const isExpected = [UsageError, ApiError, NoAnswerError].some((type) => error instanceof type)
    if (!(error instanceof Error) || !isExpected) throw error
    process.stderr.write(`${error.message}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`)
    return false
  }
}

process.exitCode = (await main()) ? 0 : 1
