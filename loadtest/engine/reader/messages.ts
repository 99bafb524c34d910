import * as z from 'zod'

/** Messages of a reader's process, which receives paths of pictures and answers each. */
const Ready = z.object({
  kind: z.literal('ready'),
  engine: z.string().describe('with its version'),
  model: z.string(),
  rssBytes: z.number(),
  /** By the machine's monotonic clock. */
  marks: z.object({ startedMs: z.number(), openedMs: z.number(), warmMs: z.number() }),
})
export type Ready = z.infer<typeof Ready>

const Answer = z.object({
  kind: z.literal('answer'),
  text: z.string(),
  looks: z.array(z.string()),
  kept: z.string().nullable(),
  failed: z.string().nullable(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  rssBytes: z.number(),
  peakBytes: z.number().nullable(),
  answeredMs: z.number(),
  /** The engine is stuck on this picture: only the end of the process stops it. */
  isLast: z.boolean(),
})
export type Answer = z.infer<typeof Answer>

/** The engine is not available with these settings on this machine. */
const Absent = z.object({ kind: z.literal('absent'), reason: z.string() })

export const Message = z.discriminatedUnion('kind', [Ready, Answer, Absent])
export type Message = z.infer<typeof Message>
