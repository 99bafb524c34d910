import { expect, test } from 'vitest'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { sourceSettings, toMaxScale } from './pod-settings.ts'

const least = {
  KNATIVE_DIR: '/pipeline',
  SERVICE_URL: 'http://{service}.glyphflow.svc.cluster.local',
  SINK_URL: 'http://sink',
}

test('a source in a pod listens where the kubelet reaches it', () => {
  const env = readEnv(sourceSettings, least)

  expect(env).toMatchObject({ HOST: '0.0.0.0', PORT: 8080, TERMINATION_GRACE_SECONDS: 30 })
})

test.each([
  [{ KNATIVE_DIR: '' }, 'Expected KNATIVE_DIR'],
  [{ SERVICE_URL: 'http://ocr' }, 'Expected SERVICE_URL to be like http://{service}.default'],
  [{ SERVICE_URL: 'https://{service}' }, 'Expected SERVICE_URL to be like'],
  [{ SINK_URL: 'sink' }, 'Expected SINK_URL'],
  [{ MAX_SCALE: 'ocr' }, 'Expected MAX_SCALE'],
  [{ MAX_SCALE: 'ocr=0' }, 'Expected MAX_SCALE'],
])('%j is refused by name', (change, message) => {
  expect(() => readEnv(sourceSettings, { ...least, ...change })).toThrow(message)
})

test('MAX_SCALE has the limit of each Service, and a missing one is named', () => {
  const { MAX_SCALE } = readEnv(sourceSettings, { ...least, MAX_SCALE: 'ocr=8, results=2' })
  const maxScale = toMaxScale(MAX_SCALE)

  expect([maxScale('ocr'), maxScale('results')]).toEqual([8, 2])
  expect(() => maxScale('gateway')).toThrow('Expected MAX_SCALE to have gateway=…')
})
