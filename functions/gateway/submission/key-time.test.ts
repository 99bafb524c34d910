import { expect, test } from 'vitest'
import { form, openGateway, png } from '../gateway.fixture.ts'
import { createPruneSweep } from '../sweeps/prune.ts'
import { createKeyTime } from './key-time.ts'

const hourMs = 3_600_000
const startedAt = Date.parse('2026-11-21T08:00:00Z')
const { signal: running } = new AbortController()

test.each([
  { clock: 'goes on', jumpMs: 0 },
  { clock: 'goes back by two days', jumpMs: -48 * hourMs },
  { clock: 'goes forward by two days', jumpMs: 48 * hourMs },
])('a key of a process whose clock $clock is kept for 24 h', async ({ jumpMs }) => {
  let nowMs = 0
  const now = () => nowMs
  const timeOfDay = () => startedAt + nowMs + jumpMs
  const keyTime = createKeyTime({ now, timeOrigin: startedAt, timeOfDay })
  const { request, store } = openGateway({ keyTime })
  const prune = createPruneSweep({ store, now, timeOrigin: startedAt })
  const upload = async () => {
    const headers = { 'idempotency-key': 'k' }
    const response = await request('/v1/documents', {
      ...form(['image', await png()]),
      headers,
    })
    return response.json()
  }

  nowMs = hourMs
  const first = await upload()
  nowMs += 24 * hourMs
  await prune(running)

  expect(await upload()).toEqual(first)
})

test.each([
  { slept: false, hours: 3 },
  { slept: true, hours: 11 },
])('after 3 hours awake (8 asleep: $slept) it is $hours hours later', ({ slept, hours }) => {
  const now = () => 3 * hourMs
  const timeOfDay = () => startedAt + 3 * hourMs + (slept ? 8 * hourMs : 0)
  const keyTime = createKeyTime({ now, timeOrigin: startedAt, timeOfDay })

  const time = keyTime()

  expect(time).toEqual(new Date(startedAt + hours * hourMs))
})
