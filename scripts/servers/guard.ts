import { type ChildProcess, spawn } from 'node:child_process'

/** Starts a shell that kills the child at the end of its standard input, that is, of this process. */
export function guard(child: ChildProcess): void {
  const watch = spawn('sh', ['-c', `cat; kill -9 ${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watch.unref()
  child.once('exit', () => watch.kill('SIGKILL'))
}
