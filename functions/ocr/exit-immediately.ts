/**
 * Ends this process while the engine is running. process.exit() would wait for the engine's thread (libuv joins its
 * pool), and so for the page: minutes, for noise.
 */
export function exitImmediately(): void {
  process.kill(process.pid, 'SIGKILL')
}
