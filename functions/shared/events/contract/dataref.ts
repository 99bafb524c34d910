const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/**
 * Location of an original, relative to ORIGINALS_URL of the platform. A host, `..` and encoded characters do not
 * match, so an event cannot refer to anything else.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/dataref.md
 */
export const datarefPattern = new RegExp(`^documents/(${uuid})/originals/[1-9][0-9]{0,8}$`)

/** Number of a page's original in its document: that of the original's first page. */
export function originalNumber(page: number, originalPage: number | null | undefined): number {
  return page - (originalPage ?? 1) + 1
}

export function toDataref(documentId: string, number: number): string {
  return `documents/${documentId}/originals/${number}`
}

/** Document of an original; undefined for an invalid dataref. */
export function documentIn(dataref: string): string | undefined {
  return datarefPattern.exec(dataref)?.[1]
}
