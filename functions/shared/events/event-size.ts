/**
 * A record with all that is around it: 1 MiB, which Kafka's Java producer sends by default and other brokers take. Kafka's
 * own default of `max.message.bytes` is 12 bytes more. No event is larger.
 */
export const maxRecordBytes = 1_048_576

/**
 * An event's data, or all of an event in structured mode. The rest of a record is room for attributes, of which Node takes
 * 16 KiB in a request, and for the 2 KiB that a dead letter has beside them.
 */
export const maxEventBytes = 1_000_000
