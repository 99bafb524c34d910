import * as z from 'zod'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { flag, listOf, positiveInt, readCommandLine } from '../command-line.ts'

export const partNames = [
  'accepted',
  'cold',
  'pages',
  'faults',
  'rolling',
  'operations',
  'sequence',
] as const

export const usage = `npm run test:cluster -- [options]
Runs the pipeline on the cluster of KUBECONFIG, in a namespace of its own, and removes it.
  --parts LIST     ${partNames.join(', ')} (default: all)
  --pages N        real pages of each part that reads pages (default 200)
  --cold N         cold starts (default 20)
  --folder FOLDER  for charts and the logs of all pods (default: data)
  --keep           leave the namespace for a look
Environment: KUBECONFIG; KAFKA_BROKERS and DATABASE_URL, reachable from pods;
  IMAGE_TAG, and IMAGE_REGISTRY if it is not dev.local/glyphflow;
  INGRESS_URL if the cluster's ingress is none of Kourier, Istio, Contour.`

export function readOptions(args?: string[]) {
  const schema = z.object({
    parts: listOf(z.enum(partNames)).default([...partNames]),
    pages: positiveInt.default(200),
    cold: positiveInt.default(20),
    folder: z.string().default('data'),
    keep: flag,
  })
  return readCommandLine(schema, args ? { args } : {}).options
}

export function readClusterEnv() {
  const schema = z.object({
    KUBECONFIG: z.string().min(1),
    KAFKA_BROKERS: z.string().min(1),
    DATABASE_URL: z.string().min(1),
    IMAGE_TAG: z.string().min(1),
    IMAGE_REGISTRY: z.string().min(1).default('dev.local/glyphflow'),
    INGRESS_URL: z.url().optional(),
  })
  const env = readEnv(schema, process.env)
  // A local runtime that this process starts has a log and a store of its own.
  delete process.env.KAFKA_BROKERS
  delete process.env.DATABASE_URL
  return env
}
export type ClusterEnv = ReturnType<typeof readClusterEnv>
