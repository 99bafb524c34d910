/** ICC profile of a picture's colours. */
export interface ColourProfile {
  bytes: Uint8Array
  /** Of a pixel: 1 for grey, 3 for red, green and blue. */
  components: 1 | 3
}

/** Larger ones are those of presses; a profile for screens has 0.5 to 3 kB. */
const maxBytes = 4096
/** Of devices that ISO 19005-2, 6.2.4.2, allows: screens, scanners, printers, and colour spaces. */
const classes = ['mntr', 'scnr', 'prtr', 'spac']
const spaces: Record<string, 1 | 3> = { GRAY: 1, 'RGB ': 3 }
const maxVersion = 4

/**
 * Profile in a picture that a PDF may hold; null if there is none, or its header is broken. ICC.1:2022, 7.2:
 *
 *     0  size (4 bytes), 8  version (1), 12  class (4), 16  colour space (4), 36  'acsp'
 */
export function colourProfile(icc: Buffer | undefined): ColourProfile | null {
  if (!icc || icc.length < 128 || icc.length > maxBytes || icc.readUInt32BE(0) !== icc.length) {
    return null
  }
  const text = (at: number) => icc.toString('latin1', at, at + 4)
  const components = spaces[text(16)]
  const isSound =
    text(36) === 'acsp' && classes.includes(text(12)) && icc.readUInt8(8) <= maxVersion
  return components && isSound ? { bytes: icc, components } : null
}
