import { safeSharp } from '../../../shared/pictures/safe-sharp.ts'
import type { Objects, Ref } from './objects.ts'

/** Says that the colours are those of sRGB: ISO 19005-2, 6.2.3. The profile is libvips' own, of 480 bytes. */
export async function* writeOutputIntent(objects: Objects, ref: Ref): AsyncGenerator<Uint8Array> {
  const profile = objects.reserve()
  yield objects.object(
    ref,
    '<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)' +
      `/DestOutputProfile ${profile} 0 R>>`,
  )
  yield objects.deflated(profile, '/N 3', await srgbProfile())
}

async function srgbProfile(): Promise<Uint8Array> {
  const pixel = safeSharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
  const jpeg = await pixel.withIccProfile('srgb').jpeg().toBuffer()
  const { icc } = await safeSharp(jpeg).metadata()
  if (!icc) throw new Error('Expected sharp to write an sRGB profile')
  return icc
}
