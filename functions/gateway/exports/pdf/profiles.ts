import { digestOf } from '../../../shared/events/contract/digest.ts'
import type { Objects, Ref } from './objects.ts'
import type { ColourProfile } from './pictures/colour-profile.ts'

/** Profiles of a document's pictures, each written once. */
export function createProfiles(objects: Objects) {
  const known = new Map<string, { ref: Ref; profile: ColourProfile }>()
  return {
    /** Resources of a page on which device colours are those of the profile: ISO 32000-1, 8.6.5.6 */
    resources(profile: ColourProfile): string {
      const digest = digestOf(profile.bytes)
      const ref = known.get(digest)?.ref ?? objects.reserve()
      known.set(digest, { ref, profile })
      const name = profile.components === 1 ? 'DefaultGray' : 'DefaultRGB'
      return `/ColorSpace<</${name}[/ICCBased ${ref} 0 R]>>`
    },

    *write(): Generator<Uint8Array> {
      for (const { ref, profile } of known.values()) {
        yield objects.deflated(ref, `/N ${profile.components}`, profile.bytes)
      }
    },
  }
}

export type Profiles = ReturnType<typeof createProfiles>
