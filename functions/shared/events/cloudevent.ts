import { CloudEvent as Validator } from 'cloudevents'

/**
 * CloudEvent 1.0 whose data is always bytes: the consumer parses JSON.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: string
  subject?: string | undefined
  time?: string | undefined
  datacontenttype?: string | undefined
  dataschema?: string | undefined
  data?: Uint8Array | undefined
  [extension: string]: string | number | boolean | Uint8Array | undefined
}

/** Invalid or unsupported CloudEvent; `status` is the HTTP status of the response. */
export class CloudEventError extends Error {
  override name = 'CloudEventError'
  readonly status: 400 | 415

  constructor(message: string, status: 400 | 415 = 400) {
    super(message)
    this.status = status
  }
}

export const structuredType = 'application/cloudevents+json'
const required = ['specversion', 'id', 'source', 'type'] as const

/** Throws CloudEventError for attributes that no binding can carry and the SDK accepts. */
export function requireAttributes(attributes: Record<string, unknown>): void {
  for (const name of required) {
    if (typeof attributes[name] !== 'string' || attributes[name] === '') {
      throw new CloudEventError(`Expected the attribute ${name}, a non-empty string`)
    }
  }
  if (attributes.specversion !== '1.0') {
    throw new CloudEventError(`Expected specversion 1.0, got "${attributes.specversion}"`)
  }
  // https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#attribute-naming-convention
  if ('data' in attributes) throw new CloudEventError('Expected no attribute named data')
  const contentType = attributes.datacontenttype
  if (contentType !== undefined && !isMediaType(contentType)) {
    throw new CloudEventError('Expected datacontenttype to be a media type other than an event')
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (!/^[a-z0-9]+$/.test(name)) {
      throw new CloudEventError(`Expected names of a-z and 0-9, got ${name}`)
    }
    const isScalar = ['string', 'boolean'].includes(typeof value) || Number.isInteger(value)
    if (!isScalar) {
      throw new CloudEventError(`Expected the attribute ${name}, a string, boolean or integer`)
    }
  }
}

/** Event whose attributes the SDK has validated against the whole specification. */
function checked(attributes: Record<string, unknown>, data: Uint8Array | undefined): CloudEvent {
  requireAttributes(attributes)
  try {
    // Without data: the SDK would encode it as base64 only to validate the attributes.
    new Validator(attributes)
  } catch (error) {
    throw new CloudEventError(`Not a CloudEvent: ${error instanceof Error ? error.message : error}`)
  }
  return { ...attributes, ...(data && { data }) } as CloudEvent
}

/** Excludes events: as a Content-Type header, their media type would declare the request itself an event. */
function isMediaType(value: unknown): boolean {
  return /^(?!application\/cloudevents)[!-.0-~]+\/[ -~]+$/i.test(String(value))
}

// HTTP, binary mode: ce-<attribute>: <percent-encoded value>, content-type: <datacontenttype>, body = data

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values */
function percentEncode(value: string): string {
  return value
    .toWellFormed()
    .replace(/[^\x21\x23\x24\x26-\x7e]+/g, (characters) =>
      Buffer.from(characters).reduce(
        (out, byte) => `${out}%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        '',
      ),
    )
}

function percentDecode(header: string, value: string): string {
  const unquoted = value.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) =>
    inner.replace(/\\(.)/g, '$1'),
  )
  try {
    // Only valid escapes are decoded, so that a lone % is kept; invalid UTF-8 is rejected.
    return unquoted.replace(/(?:%[0-9a-fA-F]{2})+/g, decodeURIComponent)
  } catch {
    throw new CloudEventError(`Expected ${header} to be percent-encoded UTF-8`)
  }
}

export interface HttpMessage {
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer>
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode */
export function toHttp({ data, datacontenttype, ...attributes }: CloudEvent): HttpMessage {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[`ce-${name}`] = percentEncode(String(value))
  }
  if (datacontenttype !== undefined) headers['content-type'] = datacontenttype
  return { headers, body: (data ?? new Uint8Array()) as Uint8Array<ArrayBuffer> }
}

/** Accepts binary and structured mode; rejects a batch with 415. */
export function fromHttp(headers: Headers, body: Uint8Array): CloudEvent {
  const contentType = headers.get('content-type') ?? undefined
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase()
  if (mediaType === structuredType) return fromJson(body)
  if (mediaType?.startsWith('application/cloudevents')) {
    throw new CloudEventError(`Expected a single event, binary or JSON, got ${mediaType}`, 415)
  }
  const attributes: Record<string, unknown> = {}
  for (const [header, value] of headers) {
    if (header.startsWith('ce-')) attributes[header.slice(3)] = percentDecode(header, value)
  }
  if (contentType !== undefined) attributes.datacontenttype = contentType
  return checked(attributes, body.byteLength > 0 ? body : undefined)
}

/** Reads a whole request; the caller limits its size. */
export async function fromRequest(request: Request): Promise<CloudEvent> {
  return fromHttp(request.headers, new Uint8Array(await request.arrayBuffer()))
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#3-envelope */
export function fromJson(body: Uint8Array): CloudEvent {
  let envelope: unknown
  try {
    envelope = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw new CloudEventError(`Expected an event as JSON: ${error}`)
  }
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope)) {
    throw new CloudEventError('Expected an event as a JSON object')
  }
  const { data, data_base64, ...members } = envelope as Record<string, unknown>
  if (data !== undefined && data_base64 !== undefined) {
    throw new CloudEventError('Expected data or data_base64, got both')
  }
  // A null member is an absent attribute.
  const attributes = Object.fromEntries(Object.entries(members).filter(([, v]) => v !== null))
  return checked(attributes, dataFromJson(data, data_base64, attributes.datacontenttype))
}

function dataFromJson(data: unknown, base64: unknown, type: unknown): Uint8Array | undefined {
  if (base64 !== undefined && base64 !== null) {
    if (typeof base64 !== 'string') throw new CloudEventError('Expected data_base64 as a string')
    return new Uint8Array(Buffer.from(base64, 'base64'))
  }
  if (data === undefined) return undefined
  const isJson = type === undefined || /^[^;]*[/+]json\s*(;|$)/i.test(String(type))
  const text = isJson || typeof data !== 'string' ? JSON.stringify(data) : data
  return new TextEncoder().encode(text)
}
