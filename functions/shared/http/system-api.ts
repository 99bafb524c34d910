import * as z from 'zod'

/** The HTTP API's answers that tell of the system itself. */

/** What the runtime tells of itself at SYSTEM_URL. */
export const SystemReport = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      replicas: z.int().describe('ready'),
      wanted: z.int(),
      inFlight: z.int(),
      waiting: z.int(),
      restarts: z.int(),
      coldStarts: z
        .object({
          count: z.int(),
          lastMs: z.int().nullable(),
          p50Ms: z.int().nullable().describe('of the latest hundred'),
        })
        .describe('replicas that became ready: ms since their process was started'),
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
          lag: z.int().nullable().describe('null where it cannot be told now'),
        }),
      ),
    }),
  ),
})
export type SystemReport = z.infer<typeof SystemReport>

export const DeadLetter = z
  .object({
    source: z.string().describe('of the event; with id the same only for the same event'),
    id: z.string(),
    type: z.string(),
    documentId: z.string().nullable().describe('null where the event names no page'),
    page: z.int().nullable(),
    try: z.int().nullable(),
    code: z.int().nullable().describe('status of the last answer to it'),
    reason: z.string().describe('beginning of the last answer to it'),
    destination: z.string().nullable(),
    at: z.iso.datetime(),
    redrivenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeadLetter', description: 'An event that was given up' })
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
    queuedPages: z.int().describe('not read yet, or to be read once more'),
    submissions: z.int().describe('how many tries of pages have come into the log'),
    deadLetters: z.object({
      waiting: z.int().describe('not redriven'),
      latest: z.array(DeadLetter).describe('up to 20, redriven ones as well, newest first'),
    }),
    reader: z
      .object({ engine: z.string(), model: z.string() })
      .nullable()
      .describe(
        'what read the page that came last of those that have a text and are not read once more',
      ),
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
