import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { guard } from '../guard.ts'
import { kafkaJars } from './jars.ts'

const small = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** Starts one of Kafka's programs; it is killed when this process ends in any way. */
export async function startJava(
  program: string,
  args: string[],
  options: { log?: 'warn' | 'info' } = {},
): Promise<ChildProcess> {
  const jars = await kafkaJars()
  const level = `-Dorg.slf4j.simpleLogger.defaultLogLevel=${options.log ?? 'warn'}`
  const child = spawn('java', [...small, level, '-cp', join(jars, '*'), program, ...args], {
    stdio: 'pipe',
    // Ctrl-C must reach only the parent process, which stops this one gracefully.
    detached: true,
  })
  guard(child)
  return child
}

/** Runs one of Kafka's programs to its end; resolves with its output, throws if it fails. */
export async function runJava(program: string, args: string[], input = ''): Promise<string> {
  const child = await startJava(program, args)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      output += text
    })
  }
  child.stdin?.end(input)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output}`)
  return output
}
