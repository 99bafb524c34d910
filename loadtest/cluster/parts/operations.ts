import { execFile } from 'node:child_process'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandsOf } from '../../docs/printed-commands.ts'
import { temporaryFolder } from '../../system/glyphflow.ts'
import type { Deployed } from '../deployed.ts'

const project = join(import.meta.dirname, '../../..')
/** Longer than the longest `--timeout` of these commands. */
const timeoutMs = 240_000

/**
 * Runs the commands of docs/operations.md in one shell, as printed, but for `kn`, which a cluster need not have, and
 * for the name of the namespace. The shell reaches the gateway's host by a proxy.
 */
export async function runOperations({
  namespace,
  readToken,
  client,
  print,
}: Deployed): Promise<string[]> {
  const folder = await temporaryFolder()
  const config = join(folder.path, 'kubeconfig')
  await copyFile(process.env.KUBECONFIG ?? '', config)
  const text = await readFile(join(project, 'docs/operations.md'), 'utf8')
  const commands = commandsOf(text)
    .filter((command) => !command.startsWith('kn '))
    // The last command removes the namespace: the test does it at its end.
    .filter((command) => !command.startsWith('kubectl delete namespace'))
    .map((command) => command.replace('--namespace glyphflow', `--namespace ${namespace}`))
  const env = { KUBECONFIG: config, http_proxy: client.url, NODE_USE_ENV_PROXY: '1' }
  const failure = await runScript(commands, env)
  await folder.remove()
  await readToken()
  print(`docs/operations.md: ${commands.length} commands ran as printed`)
  return failure ? [failure] : []
}

/** Resolves with what the first command that failed printed, or null. */
function runScript(commands: string[], env: Record<string, string>): Promise<string | null> {
  return new Promise((resolve) => {
    const script = ['set -eux', ...commands].join('\n')
    const options = { cwd: project, env: { ...process.env, ...env }, timeout: timeoutMs * 4 }
    execFile('sh', ['-c', script], options, (error, _stdout, stderr) =>
      resolve(error ? stderr.slice(-2000) : null),
    )
  })
}
