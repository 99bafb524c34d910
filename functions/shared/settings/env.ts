import { isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import * as z from 'zod'
import { autoLanguage } from './languages.ts'
import { PdfText } from './pdf-text.ts'

const MiB = 1024 * 1024
const count = z.coerce.number().pipe(z.int().min(1))
export const flag = z.enum(['0', '1']).transform((value) => value === '1')
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)

const port = z.coerce.number().pipe(z.int().min(0).max(65535))
const token = z.string().regex(/^[!-~]+$/, 'visible ASCII characters')

const hostNames = 'host names such as tools.example.org or .example.org'

/** Name in a Host header, `.` and a domain, or `*`. No request would match one with a scheme, a port or a path. */
const host = z
  .string()
  .regex(/^(\*|[^*/?#\\]+)$/, hostNames)
  .transform((name) => (isIPv6(name.replace(/^\[(.*)\]$/, '$1')) ? name : domainToASCII(name)))
  .refine((name) => name !== '', hostNames)

/** Origin of a page or an extension as browsers serialize it: no path, no default port. */
const origin = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine((value) => {
    const { protocol, host = '' } = URL.parse(value) ?? {}
    return host !== '' && value === `${protocol}//${host}`
  }, 'origins such as https://wiki.example:8443')

const httpUrl = z.string().refine((value) => {
  const { protocol = '', username, password } = URL.parse(value) ?? {}
  return ['http:', 'https:'].includes(protocol) && !username && !password
}, 'an http or https address without credentials')

const isWithout = (word: string) => (name: string) => !name.split('+').includes(word)

/** Tesseract language, or several joined by `+`. */
const language = z
  .string()
  .regex(/^\w+(\+\w+)*$/, 'languages such as eng or chi_sim')
  .refine(isWithout(autoLanguage), `without ${autoLanguage}, which is no language`)
  // Data of the script detection, which `tesseract --list-langs` lists as well.
  .refine(isWithout('osd'), 'without osd, which is no language')

/**
 * All user settings, with their defaults: the single table, which `docs/settings.md` shows.
 * A process picks the settings it reads: `readEnv(settings.pick({ PORT: true }), process.env)`.
 */
export const settings = z.object({
  PORT: port.default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  ALLOWED_HOSTS: list.pipe(z.array(host)).default([]),
  ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
  BASE_PATH: z
    .string()
    .regex(/^(\/[\w.~-]+)+\/?$/, 'a path such as /glyphflow')
    .transform((path) => path.replace(/\/$/, ''))
    .default(''),
  API_TOKEN: token.optional(),
  ALLOW_ANONYMOUS: flag.default(false),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'like postgres://user:password@host:5432/database')
    .optional(),
  SITE_DIR: z.string().min(1).optional(),
  SAMPLES_DIR: z.string().min(1).optional(),
  OCR_LANGUAGES: list.pipe(z.array(language).min(1)).default(['eng']),
  OCR_ENGINE: z.enum(['auto', 'libtesseract', 'tesseract.js']).default('auto'),
  TESSDATA_DIR: z.string().min(1).optional(),
  PROMETHEUS_URL: httpUrl.optional(),
  DOLLARS_PER_HOUR: z.coerce.number().pipe(z.number().positive()).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  METRICS_PORT: port.optional(),

  MAX_IMAGE_BYTES: count.default(32 * MiB),
  MAX_PDF_BYTES: count.default(200 * MiB),
  MAX_PAGES: count.default(50),
  MAX_DOCUMENT_PAGES: count.default(2000),
  MAX_UPLOAD_BYTES: count.default(200 * MiB),
  MAX_UPLOADS_IN_MEMORY_BYTES: count.default(64 * MiB),
  MAX_PIXELS: count.default(200_000_000),
  // Tesseract reads nothing from a longer side.
  MAX_SIDE: count.pipe(z.int().max(32_767)).default(30_000),
  MAX_QUEUED_PAGES: count.default(100_000),
  MAX_STREAMS: count.default(1000),
  MIN_FREE_BYTES: z.coerce
    .number()
    .pipe(z.int().min(0))
    .default(256 * MiB),
  PAGE_TIMEOUT_MS: count.default(60_000),
  SECOND_LOOKS: flag.default(true),
  PDF_TEXT: PdfText.default('auto'),
  // Half of this is the timeout of an append.
  UNAPPENDED_AFTER_MS: count.pipe(z.int().min(500)).default(60_000),
  LOST_AFTER_MS: count.default(900_000),
})
export type Settings = z.infer<typeof settings>

/** Variables that the platform sets; not user settings. */
export const platform = z.object({
  // Set by Knative for each container of a Service.
  K_SERVICE: z.string().optional(),
  INTERNAL_TOKEN: token.optional(),
  REQUIRE_INTERNAL_TOKEN: flag.default(false),
})
export type Platform = z.infer<typeof platform>

/** Whether this is a pod of a Knative Service to which no SinkBinding has given its sink yet. */
export function isWithoutSink(env: Record<string, string | undefined>): boolean {
  return Boolean(env.K_SERVICE) && !env.K_SINK
}

/** Sinks of the gateway, set by the platform: where BULK_SINK is not set, every page goes to K_SINK. */
export const pageSinks = z.object({ K_SINK: z.url(), BULK_SINK: z.url().optional() })

/** Base URL for the `dataref` of events, set by the platform. */
export const originalsUrl = z.url().endsWith('/', 'an address that ends in a slash')

/** Invalid setting; the message has its name, the expected value and the actual one. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

/** Settings that may hold secrets, which no message shows. */
const secrets = ['API_TOKEN', 'DATABASE_URL', 'INTERNAL_TOKEN', 'PROMETHEUS_URL']

/** Defaults in a pod of a Knative Service, whose probes and requests come to the pod's address. */
const knativeDefaults = { HOST: '0.0.0.0' }

/** Reads the variables of `schema`. An empty variable counts as unset. */
export function readEnv<T extends z.ZodType>(
  schema: T,
  env: Record<string, string | undefined>,
): z.infer<T> {
  const present = Object.fromEntries(
    Object.entries({ ...(env.K_SERVICE && knativeDefaults), ...env }).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  )
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0])
    const shown = secrets.includes(name) ? 'something else' : JSON.stringify(present[name])
    const got = present[name] === undefined ? 'nothing' : shown
    return `Expected ${name} to be ${expectation(issue)}, got ${got}`
  })
  throw new SettingsError(lines.join('\n'))
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`
    case 'too_small':
      return issue.origin === 'number' ? `at least ${issue.minimum}` : 'not empty'
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    default:
      return issue.message
  }
}
