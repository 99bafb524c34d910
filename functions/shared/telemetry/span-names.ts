/**
 * Names of spans and of their attributes: the only place that spells them. Those of messaging, faas and cloudevents are
 * of the semantic conventions 1.45, where they are still in development. No span has a text, a file name or a payload.
 */
export const spanNames = {
  // gateway
  receiveUpload: 'receive upload',
  inspectImages: 'inspect images',
  saveDocument: 'save document',
  sendPage: 'send page',
  noteAppend: 'note append',
  submitSample: 'submit sample',
  notify: 'notify',
  // sink, source and activator
  append: (topic: string) => `append ${topic}`,
  wait: (topic: string) => `wait in ${topic}`,
  deliver: (topic: string) => `deliver ${topic}`,
  waitForReplica: 'wait for replica',
  // ocr and results
  receiveEvent: 'receive event',
  readPage: 'read page',
  storeResult: 'store result',
} as const

/** Spans of the stages of an event within ocr and results. */
export const stageSpans = {
  fetch: 'fetch',
  decode: 'decode',
  recognize: 'recognize',
  'second-look': 'second look',
  send: 'send result',
  store: 'store',
} as const

export const attributes = {
  documentId: 'glyphflow.document.id',
  page: 'glyphflow.page',
  /** Number of the submission of a page. */
  try: 'glyphflow.try',
  service: 'glyphflow.service',
  /** Number of the delivery, from 1: failed ones of the record, and this one. */
  delivery: 'glyphflow.delivery',
  eventId: 'cloudevents.event_id',
  eventType: 'cloudevents.event_type',
  coldStart: 'faas.coldstart',
  requestMethod: 'http.request.method',
  responseStatus: 'http.response.status_code',
  route: 'http.route',
  topic: 'messaging.destination.name',
  partition: 'messaging.destination.partition.id',
  group: 'messaging.consumer.group.name',
  offset: 'messaging.kafka.offset',
  operation: 'messaging.operation.name',
} as const
