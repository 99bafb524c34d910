import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import type { Hit } from '../plan.ts'
import { createFaultOf, type Targets } from './fault-of.ts'

/** Three brokers and a database that only record calls. */
function noted() {
  const done: string[] = []
  const note = (what: string) => async () => void done.push(what)
  const link = (name: string) => ({
    ...{ port: 1, url: '' },
    break: (how: string) => void done.push(`${how} ${name}`),
    mend: () => void done.push(`mend ${name}`),
    cuts: () => 0,
    close: () => {},
  })
  const server = (name: string) => ({
    start: note(`start ${name}`),
    kill: note(`kill ${name}`),
    pause: () => void done.push(`pause ${name}`),
    resume: () => void done.push(`resume ${name}`),
    link: link(name),
  })
  const targets: Targets = {
    brokers: ['broker 1', 'broker 2', 'broker 3'].map(server),
    databases: [server('database')],
    ...{ systems: [], control: '', dataDirs: [], means: { setClock: null } },
    gateways: [link('gateway 1'), link('gateway 2')],
  }
  return { done, targets, faultOf: createFaultOf('1', targets) }
}

function hit(kind: Hit['kind'], variant: string, place = 1): Hit {
  return { kind, variant, place, lastsMs: 0 }
}

test.each<[Hit, string[]]>([
  [hit('kill', 'broker', 2), ['kill broker 2', 'start broker 2']],
  [hit('stop', 'broker', 3), ['pause broker 3', 'resume broker 3']],
  [hit('silence', 'broker', 1), ['silence broker 1', 'mend broker 1']],
  [hit('kill', 'postgres'), ['kill database', 'start database']],
  [hit('cut', 'postgres'), ['cut database', 'mend database']],
  [hit('cut', 'gateway', 2), ['cut gateway 2', 'mend gateway 2']],
  [hit('cut', 'answer'), ['answer gateway 1', 'mend gateway 1']],
])('%j hits its target, and restores it once', async (what, expected) => {
  const { done, faultOf } = noted()
  const fault = await faultOf(what)

  await fault.start()
  await fault.end()
  await fault.end()

  expect(done).toEqual(expected)
})

test('two concurrent faults each restore their own target', async () => {
  const { done, faultOf } = noted()
  const one = await faultOf(hit('stop', 'broker', 1))
  const other = await faultOf(hit('stop', 'broker', 2))
  await one.start()
  await other.start()

  await one.end()

  expect(done).toEqual(['pause broker 1', 'pause broker 2', 'resume broker 1'])
})

test('a missing target is an error that names its place', async () => {
  const { faultOf } = noted()

  await expect(faultOf(hit('kill', 'ocr', 3))).rejects.toThrow(
    'Expected a target to kill, got ocr 3',
  )
})

test('targets are resolved before any fault starts', async () => {
  const { targets } = noted()
  const ocr = spawn('sleep', ['60'])
  onTestFinished(() => void ocr.kill())
  let isAway = false
  const system = {
    pids: async () => (isAway ? [] : [ocr.pid as number]),
    killRuntime: async () => null,
    restart: async () => {},
  }
  const fault = await createFaultOf('1', { ...targets, systems: [system] })(hit('kill', 'ocr', 1))

  isAway = true

  expect(await fault.start()).toEqual([ocr.pid])
})
