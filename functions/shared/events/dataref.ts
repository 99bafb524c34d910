const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/**
 * Where an original is, relative to the address that the platform gives (ORIGINALS_URL): an event can name nothing
 * else. Neither a host nor `..` nor an encoded character has a place in it.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/dataref.md
 */
export const datarefPattern = new RegExp(`^documents/(${uuid})/originals/[1-9][0-9]{0,8}$`)

export function toDataref(documentId: string, number: number): string {
  return `documents/${documentId}/originals/${number}`
}

/** Whose original it is; undefined where it is none. */
export function documentIn(dataref: string): string | undefined {
  return datarefPattern.exec(dataref)?.[1]
}
