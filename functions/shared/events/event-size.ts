/**
 * Maximum size of a record with its overhead: 1 MiB, the default limit of Kafka's Java producer, which other brokers
 * accept too. Kafka's own default of `max.message.bytes` is 12 bytes more. No event is larger.
 */
export const maxRecordBytes = 1_048_576

/**
 * Maximum size of an event's data, or of a whole event in structured mode. The rest of a record holds the attributes,
 * which Node limits to 16 KiB in a request, and the 2 KiB that a dead letter adds.
 */
export const maxEventBytes = 1_000_000
