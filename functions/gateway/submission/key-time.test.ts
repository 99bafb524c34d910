import { expect, test } from 'vitest'
import { form, openGateway, png } from '../gateway.fixture.ts'
import { createPruneSweep } from '../sweeps/prune.ts'
import { createKeyTime } from './key-time.ts'

const hourMs = 3_600_000
const startedAt = Date.parse('2026-11-21T08:00:00Z')
const { signal: running } = new AbortController()

test.each([
  { clock: 'is steady', jumpMs: 0 },
  { clock: 'is set back by two days', jumpMs: -48 * hourMs },
  { clock: 'is set forward by two days', jumpMs: 48 * hourMs },
])('a key is kept for 24 h if the wall clock $clock', async ({ jumpMs }) => {
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
  { suspendedHours: 0, hours: 3 },
  { suspendedHours: 8, hours: 11 },
])(
  'after 3 h of uptime and $suspendedHours h of suspension the key time is $hours h later',
  (row) => {
    const { suspendedHours, hours } = row
    const now = () => 3 * hourMs
    const timeOfDay = () => startedAt + (3 + suspendedHours) * hourMs
    const keyTime = createKeyTime({ now, timeOrigin: startedAt, timeOfDay })

    const time = keyTime()

    expect(time).toEqual(new Date(startedAt + hours * hourMs))
  },
)
