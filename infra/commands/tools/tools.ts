import { spawn } from 'node:child_process'

export interface RunOptions {
  /** Text for the standard input. */
  input?: string
  cwd?: string
  env?: Record<string, string>
  /** Shows the tool's own output; its standard output is not returned then. */
  show?: boolean
}

/** A tool that goes on until it is stopped, such as a tunnel. */
export interface Running {
  hasEnded: () => boolean
  stop: () => Promise<void>
}

/** The other programs: gcloud, terraform, kubectl, tar, npm. */
export interface Tools {
  /** Standard output of a command. Throws ToolError if it fails. */
  run: (command: string, args: string[], options?: RunOptions) => Promise<string>
  start: (command: string, args: string[]) => Running
}

export class ToolError extends Error {
  override name = 'ToolError'
  readonly command: string
  /** Last lines of the standard error, or why it could not start. */
  readonly detail: string

  constructor(command: string, args: string[], detail: string) {
    super(`${command} ${args.join(' ')} failed: ${detail.trim().split('\n').slice(-5).join('\n')}`)
    this.command = command
    this.detail = detail
  }
}

export function createTools(): Tools {
  return {
    run: (command, args, { input, cwd, env, show } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(command, args, {
          cwd,
          env: { ...process.env, ...env },
          stdio: ['pipe', show ? 'inherit' : 'pipe', 'pipe'],
        })
        const [out, err]: [Buffer[], Buffer[]] = [[], []]
        child.stdout?.on('data', (chunk) => out.push(chunk))
        child.stderr?.on('data', (chunk) => err.push(chunk))
        if (show) child.stderr?.pipe(process.stderr, { end: false })
        child.on('error', (error) => reject(new ToolError(command, args, error.message)))
        child.on('close', (code, signal) => {
          if (code === 0) return resolve(Buffer.concat(out).toString())
          const detail = Buffer.concat(err).toString() || `ended with ${code ?? signal}`
          reject(new ToolError(command, args, detail))
        })
        // A tool that ends without reading is judged by its exit code.
        child.stdin?.on('error', () => {})
        child.stdin?.end(input ?? '')
      }),
    start: (command, args) => {
      const child = spawn(command, args, { stdio: 'ignore' })
      let ended = false
      const end = new Promise<void>((resolve) => {
        for (const event of ['error', 'close']) {
          child.on(event, () => {
            ended = true
            resolve()
          })
        }
      })
      return {
        hasEnded: () => ended,
        stop: async () => {
          // One that could not start has no id, and kill() would end this process and all of its group.
          if (child.pid !== undefined) child.kill()
          await end
        },
      }
    },
  }
}
