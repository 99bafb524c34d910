import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { kafkaJars } from './jars.ts'

const small = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** Starts one of Kafka's programs. It ends with this process, however that ends. */
export async function startJava(
  program: string,
  args: string[],
  options: { log?: 'warn' | 'info' } = {},
): Promise<ChildProcess> {
  const jars = await kafkaJars()
  const level = `-Dorg.slf4j.simpleLogger.defaultLogLevel=${options.log ?? 'warn'}`
  const child = spawn('java', [...small, level, '-cp', join(jars, '*'), program, ...args], {
    stdio: 'pipe',
    // Ctrl-C is for whoever started it, who then ends it in order.
    detached: true,
  })
  guard(child)
  return child
}

/** Runs one of Kafka's programs to its end, and gives what it wrote. Throws where it fails. */
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

/** A shell that waits for the end of its input, which is the end of this process, and kills then. */
function guard(child: ChildProcess): void {
  const watch = spawn('sh', ['-c', `cat; kill -9 ${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watch.unref()
  child.once('exit', () => watch.kill('SIGKILL'))
}
