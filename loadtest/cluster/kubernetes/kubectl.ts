import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Output {
  stdout: string
  /** Warnings of the API server among it. */
  stderr: string
}

/** Runs kubectl with the cluster of KUBECONFIG; rejects with its messages if it fails. */
export function kubectl(args: string[], { input = '' } = {}): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'kubectl',
      args,
      { maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`kubectl ${args.join(' ')}: ${stderr || error.message}`))
        else resolve({ stdout, stderr })
      },
    )
    child.stdin?.end(input)
  })
}

export interface ApiProxy {
  /** Base URL of the Kubernetes API, without authentication. */
  url: string
  stop: () => void
}

/** Starts `kubectl proxy` on a free port of this machine. */
export async function startApiProxy(): Promise<ApiProxy> {
  const child = spawn('kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(child.stdout), 'line')
  const port = /:(\d+)$/.exec(String(line))?.[1]
  if (!port) throw new Error(`Expected kubectl proxy to name its port, got ${line}`)
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() }
}
