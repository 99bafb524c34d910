import { expect, test } from 'vitest'
import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import { appendedInDoubt } from './appended-again.ts'

function fault(variant: string): FaultWindow {
  return { kind: 'stop', variant, place: 1, from: 1000, to: 9000, lastsMs: 8000, pids: [] }
}

function upload(from: number, to: number, attempts = 1): Note {
  return { note: 'acknowledged', key: 'k', id: 'd', from, to, attempts }
}

test.each<[string, string, Note]>([
  ['was in flight when a broker went down', 'broker', upload(900, 1100)],
  ['was in flight when it came back', 'broker', upload(8900, 9100)],
  ['was in flight during the whole outage of PostgreSQL', 'postgres', upload(900, 9100)],
  ['was retried during the outage of a gateway', 'gateway', upload(2000, 8000, 2)],
])('an upload that %s may be in the log twice', (_, variant, note) => {
  expect(appendedInDoubt([fault(variant)], [note])).toEqual(new Set(['d']))
})

test.each<[string, string, Note]>([
  ['succeeded in the middle of a fault', 'broker', upload(2000, 8000)],
  ['ended before the fault', 'broker', upload(100, 900, 2)],
  ['started after the fault', 'broker', upload(9100, 9900, 2)],
  ['met a fault off the append path', 'results', upload(900, 1100, 2)],
])('an upload that %s is not in the log twice', (_, variant, note) => {
  expect(appendedInDoubt([fault(variant)], [note])).toEqual(new Set())
})
