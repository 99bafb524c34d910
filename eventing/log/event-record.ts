import {
  type CloudEvent,
  fromJson,
  requireAttributes,
  structuredType,
} from '../../functions/shared/events/cloudevent.ts'

/**
 * Content of a record, the same in Kafka and in the embedded log: an event in Kafka's binary content mode. Headers are
 * `ce_<attribute>` in plain UTF-8 and `content-type`, the key is `partitionkey`, the value is the data.
 */
export interface EventRecord {
  key: string | null
  headers: Record<string, string>
  value: Uint8Array | null
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md#32-binary-content-mode */
export function toEventRecord({ data, datacontenttype, ...attributes }: CloudEvent): EventRecord {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[`ce_${name}`] = String(value)
  }
  if (datacontenttype !== undefined) headers['content-type'] = datacontenttype
  const key = attributes.partitionkey === undefined ? null : String(attributes.partitionkey)
  return { key, headers, value: data ?? null }
}

/**
 * Accepts binary and structured mode. Throws CloudEventError where a required attribute is missing. The format of
 * `time` and other attributes is not checked: the sink has validated its events, and receivers validate again.
 */
export function fromEventRecord(record: {
  headers: Record<string, string | Uint8Array | undefined>
  value: Uint8Array | null
}): CloudEvent {
  const attributes: Record<string, unknown> = {}
  for (const [header, value] of Object.entries(record.headers)) {
    if (value === undefined) continue
    const name = header.toLowerCase()
    const text = typeof value === 'string' ? value : new TextDecoder().decode(value)
    if (name.startsWith('ce_')) attributes[name.slice(3)] = text
    else if (name === 'content-type') attributes.datacontenttype = text
  }
  const structured = String(attributes.datacontenttype ?? '').toLowerCase()
  if (structured.startsWith(structuredType)) return fromJson(record.value ?? new Uint8Array())
  requireAttributes(attributes)
  return { ...attributes, ...(record.value && { data: record.value }) } as CloudEvent
}
