import * as z from 'zod'

/** Responses of the HTTP API about the system. */

/** Report of the runtime, or of the sink in a cluster, at SYSTEM_URL. */
export const SystemReport = z.object({
  services: z
    .array(
      z.object({
        name: z.string(),
        replicas: z.int().describe('number of ready replicas'),
        wanted: z.int(),
        inFlight: z.int().nullable().describe('null in a cluster, like the following'),
        waiting: z.int().nullable(),
        restarts: z.int().nullable(),
        coldStarts: z
          .object({
            count: z.int(),
            lastMs: z.int().nullable(),
            p50Ms: z.int().nullable().describe('median of the latest 100 cold starts'),
            lastListenMs: z.int().nullable().describe('part of lastMs until the process listens'),
            p50ListenMs: z.int().nullable(),
          })
          .nullable()
          .describe('replicas that became ready: ms from process start to readiness'),
        processes: z
          .array(
            z.object({
              name: z.string().describe('as in the metrics; its number is used again'),
              pid: z.int(),
              state: z.enum(['starting', 'ready', 'busy', 'stopping']),
              uptimeSeconds: z.int(),
              rssBytes: z.int().nullable(),
              cpuSeconds: z.number().nullable(),
            }),
          )
          .nullable(),
      }),
    )
    .nullable()
    .describe('null if unknown'),
  topics: z.array(
    z.object({
      name: z.string(),
      records: z.int().nullable().describe('appended so far; null if currently unknown'),
      groups: z.array(
        z.object({
          name: z.string(),
          service: z.string().describe('to which the records are delivered'),
          lag: z.int().nullable().describe('null if currently unknown'),
        }),
      ),
    }),
  ),
})
export type SystemReport = z.infer<typeof SystemReport>

const samples = z.array(z.number().nullable())

export const SystemHistory = z
  .object({
    now: z.int().describe('time of this response; times are in ms since 1970-01-01 UTC'),
    times: z
      .array(z.int())
      .describe('of the samples, ascending; a sample holds until the next one, the last until now'),
    services: z
      .array(
        z.object({
          name: z.string(),
          wanted: samples.describe('replicas; one value per time, as in all lists'),
          ready: samples,
          busy: samples.describe('replicas with requests, including those that are being stopped'),
          inFlight: samples.describe('requests'),
          waiting: samples.describe('requests without a replica'),
        }),
      )
      .nullable()
      .describe('null if unknown'),
    topics: z
      .array(
        z.object({
          name: z.string(),
          rate: samples.describe('records appended per second'),
          groups: z.array(
            z.object({ name: z.string(), lag: samples.describe('unfinished records') }),
          ),
        }),
      )
      .nullable(),
  })
  .meta({ id: 'SystemHistory', description: 'The last 15 minutes' })
export type SystemHistory = z.infer<typeof SystemHistory>

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
    services: SystemReport.shape.services,
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
    dollarsPerHour: z
      .number()
      .nullable()
      .describe('cost of the machines that are always on, in US dollars; null if unknown'),
    languages: z.array(z.string()),
    limits: z.object({
      imageBytes: z.int(),
      pdfBytes: z.int(),
      pages: z.int().describe('images and PDFs of one upload'),
      documentPages: z.int().describe('pages of one document'),
      uploadBytes: z.int(),
      pixels: z.int(),
      side: z.int(),
    }),
    mediaTypes: z.array(z.string()),
  })
  .meta({ id: 'System' })
export type System = z.infer<typeof System>
