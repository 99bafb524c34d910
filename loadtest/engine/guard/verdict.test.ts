import { expect, test } from 'vitest'
import type { Guarded } from './guarded.ts'
import { complaints, guardTables } from './verdict.ts'

const names = { engine: 'ours', plain: 'command', bare: 'command' }

function read(page: string, plain: number, ours: number, more: Partial<Guarded> = {}): Guarded {
  const [kind = ''] = page.split('/')
  const cpu = { cpuSeconds: 3, plainCpuSeconds: 2 }
  return { page, kind, plain, ours, isOrderOnly: false, ...cpu, ...more }
}

test('the tables list each picture, each kind and the total', () => {
  const rows = [read('chat/1', 0.1, 0.05), read('chat/2', 0, 0.01), read('fax/1', 0.5, 0.3)]

  const table = guardTables(rows, names)

  const cells = table.split('\n').map((line) => line.trim().split(/ {2,}/))
  expect(cells).toEqual([
    ['CER %', 'command', 'ours', 'points', 'CPU × command'],
    ['chat/1', '10.00', '5.00', '-5.00', '1.50'],
    ['chat/2', '0.00', '1.00', '+1.00', '1.50'],
    ['fax/1', '50.00', '30.00', '-20.00', '1.50'],
    [''],
    ['mean CER %', 'pictures', 'command', 'ours', 'points', 'CPU × command'],
    ['chat', '2', '5.00', '3.00', '-2.00', '1.50'],
    ['fax', '1', '50.00', '30.00', '-20.00', '1.50'],
    ['all', '3', '20.00', '12.00', '-8.00', '1.50'],
    [''],
  ])
})

test('a picture that is more than 2 points worse is listed, even if the mean is better', () => {
  const rows = [read('fax/1', 0.9, 0), read('chat/1', 0.1, 0.12), read('chat/2', 0.1, 0.121)]

  expect(complaints(rows, names)).toEqual(['chat/2: 12.10% by ours, 10.00% by command'])
})

test('a picture with only its order worse is marked', () => {
  const rows = [read('fax/1', 0.9, 0), read('chat/1', 0, 0.3, { isOrderOnly: true })]

  expect(complaints(rows, names)).toEqual([
    'chat/1: 30.00% by ours, 0.00% by command (the order only)',
  ])
})

test('a slightly worse mean is listed', () => {
  const rows = [read('chat/1', 0.1, 0.11), read('chat/2', 0.1, 0.1)]

  expect(complaints(rows, names)).toEqual(['the mean of ours is 10.50%, of command 10.00%'])
})
