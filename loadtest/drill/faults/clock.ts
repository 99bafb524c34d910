import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { arch } from 'node:process'
import * as z from 'zod'
import { createFault, type Fault } from './fault.ts'

const names = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const
const places = [
  ...Object.entries(names)
    .filter(([name]) => name === arch)
    .map(([, folder]) => `/usr/lib/${folder}/faketime`),
  ...['/usr/lib/faketime', '/usr/lib64/faketime', '/usr/local/lib/faketime'],
]

/** Clock that can be set while processes run, by libfaketime; `why` says why it is unavailable. */
export function createClock(
  file: string,
): { setClock: (jump: string) => Fault; env: Record<string, string> } | { why: string } {
  const library = places
    .map((place) => `${place}/libfaketime.so.1`)
    .find((path) => existsSync(path))
  if (!library) return { why: 'libfaketime is not installed (Debian: faketime)' }
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  set(file, '+2d')
  if (!movesClock(env)) return { why: `${library} does not move the clock of a Node process` }
  set(file, '+0')
  const setClock = (jump: string) =>
    createFault(
      () => set(file, jump),
      () => set(file, '+0'),
    )
  return { setClock, env }
}

/** Removes the shared memory that a killed process with libfaketime leaves behind. */
export function removeClockMemory(pid: number): void {
  for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]) {
    rmSync(`/dev/shm/${name}`, { force: true })
  }
}

function set(file: string, offset: string): void {
  writeFileSync(`${file}.new`, `${offset}\n`)
  renameSync(`${file}.new`, file)
}

/** Whether libfaketime moves the time of day by two days, but not the monotonic clock, in a child process. */
function movesClock(env: Record<string, string>): boolean {
  const script = 'process.stdout.write(JSON.stringify([Date.now(), performance.now()]))'
  const { stdout } = spawnSync(process.execPath, ['-e', script], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  const [now = 0, monotonic = 0] = z.array(z.number()).parse(JSON.parse(stdout || '[]'))
  const aheadMs = now - Date.now()
  return Math.abs(aheadMs - 2 * 86_400_000) < 60_000 && monotonic > 0 && monotonic < 60_000
}
