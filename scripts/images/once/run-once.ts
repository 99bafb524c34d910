import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { leanFlags } from '../../../eventing/runtime/replicas/process/lean-process.ts'
import { reservePort } from '../../../eventing/runtime/replicas/process/reserved-port.ts'
import { givePage } from './give-page.ts'
import { openPlatform } from './platform.ts'

export interface OnceOptions {
  /** Folder of `main.mjs` below `root`, such as `functions/ocr`. */
  folder: string
  root: string
  dataDir: string
  env: Record<string, string | undefined>
}

/** Of no server: what comes before a connection is run. */
const unreachable = '127.0.0.1:9'

/** Settings to run a process with, one after the other: ocr has two engines. */
export function settingsFor(folder: string): Record<string, string>[] {
  switch (folder) {
    case 'functions/ocr':
      return [{}, { OCR_ENGINE: 'tesseract.js' }]
    case 'eventing/source':
    case 'eventing/sink':
      return [
        {
          KNATIVE_DIR: join(import.meta.dirname, '../../../knative/pipeline'),
          KAFKA_BROKERS: unreachable,
          SERVICE_URL: 'http://{service}.invalid',
          SINK_URL: `http://${unreachable}`,
          MAX_SCALE: 'ocr=1',
        },
      ]
    default:
      return [{}]
  }
}

/**
 * Starts a process, gives it one page, and stops it. Rejects if it does not start within a minute, does not process the
 * page, or does not exit with 0.
 */
export async function runOnce(options: OnceOptions): Promise<void> {
  const { folder, root, dataDir, env } = options
  const platform = await openPlatform()
  const { port, release } = await reservePort()
  const child = spawn(process.execPath, [...leanFlags, join(root, folder, 'main.mjs')], {
    env: {
      ...{ K_SINK: platform.url, ORIGINALS_URL: platform.url, ...env },
      ...{ HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: dataDir },
    },
    stdio: 'inherit',
  })
  const exited = once(child, 'exit')
  const address = `http://127.0.0.1:${port}`
  try {
    await untilHealthy(`${address}/healthz`, () => child.exitCode === null)
    await givePage(folder, address, platform.sentTypes)
    child.kill('SIGTERM')
    const [code, signal] = await exited
    if (code !== 0) throw new Error(`Expected ${folder} to exit with 0, got ${code ?? signal}`)
  } finally {
    child.kill('SIGKILL')
    release()
    platform.close()
  }
}

async function untilHealthy(url: string, isRunning: () => boolean): Promise<void> {
  const endMs = performance.now() + 60_000
  while (performance.now() < endMs && isRunning()) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await pause(50)
  }
  throw new Error(`Expected ${url} to succeed`)
}
