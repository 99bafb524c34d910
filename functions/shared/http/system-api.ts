import * as z from 'zod'

/** Responses of the HTTP API about the system. */

/** Report of the runtime at SYSTEM_URL. */
export const SystemReport = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      replicas: z.int().describe('number of ready replicas'),
      wanted: z.int(),
      inFlight: z.int(),
      waiting: z.int(),
      restarts: z.int(),
      coldStarts: z
        .object({
          count: z.int(),
          lastMs: z.int().nullable(),
          p50Ms: z.int().nullable().describe('median of the latest 100 cold starts'),
        })
        .describe('replicas that became ready: ms from process start to readiness'),
      processes: z.array(
        z.object({
          pid: z.int(),
          rssBytes: z.int().nullable(),
          cpuSeconds: z.number().nullable(),
        }),
      ),
    }),
  ),
  topics: z.array(
    z.object({
      name: z.string(),
      groups: z.array(
        z.object({
          name: z.string(),
          lag: z.int().nullable().describe('null if currently unknown'),
        }),
      ),
    }),
  ),
})
export type SystemReport = z.infer<typeof SystemReport>

export const DeadLetter = z
  .object({
    source: z.string().describe('source of the event; source and id identify the event'),
    id: z.string(),
    type: z.string(),
    documentId: z.string().nullable().describe('null if the event has no document id'),
    page: z.int().nullable(),
    try: z.int().nullable(),
    code: z.int().nullable().describe('status of the last response to the event'),
    reason: z.string().describe('beginning of the last response to the event'),
    destination: z.string().nullable(),
    at: z.iso.datetime(),
    redrivenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeadLetter', description: 'Event whose delivery was given up' })
export type DeadLetter = z.infer<typeof DeadLetter>

export const DeadLetterList = z
  .object({
    deadLetters: z.array(DeadLetter),
    next: z.string().nullable().describe('cursor of the next page'),
  })
  .meta({ id: 'DeadLetterList' })
export type DeadLetterList = z.infer<typeof DeadLetterList>

export const System = z
  .object({
    services: SystemReport.shape.services.nullable(),
    topics: SystemReport.shape.topics.nullable(),
    queuedPages: z.int().describe('pages waiting for recognition, for the first time or again'),
    submissions: z.int().describe('number of tries of pages appended to the log'),
    deadLetters: z.object({
      waiting: z.int().describe('not redriven'),
      latest: z.array(DeadLetter).describe('up to 20, including redriven ones, newest first'),
    }),
    reader: z
      .object({ engine: z.string(), model: z.string() })
      .nullable()
      .describe('engine and model of the done page that was appended last'),
    languages: z.array(z.string()),
    limits: z.object({
      imageBytes: z.int(),
      pages: z.int(),
      uploadBytes: z.int(),
      pixels: z.int(),
      side: z.int(),
    }),
    mediaTypes: z.array(z.string()),
  })
  .meta({ id: 'System' })
export type System = z.infer<typeof System>
