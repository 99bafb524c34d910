import type { Sharp } from 'sharp'

export type FileFormat =
  | { type: 'png'; colours?: number }
  | { type: 'jpg'; quality: number; lyingOnItsSide?: true }
  | { type: 'webp'; quality: number }
  | { type: 'tif'; compression: 'ccittfax4' | 'lzw' }

/** Dots per inch, for both directions or for each; null if the file does not state it. */
export type Density = number | readonly [number, number] | null

/** Encodes the picture, with the resolution if the format supports it. */
export function encode(picture: Sharp, format: FileFormat, density: Density): Promise<Buffer> {
  const [dpi, dpiDown] = typeof density === 'number' ? [density, density] : (density ?? [0, 0])
  const dense = (image: Sharp) => (dpi > 0 ? image.withDensity(dpi) : image)
  switch (format.type) {
    case 'png': {
      const palette = format.colours ? { palette: true, colours: format.colours } : {}
      return dense(picture)
        .png({ compressionLevel: 9, ...palette })
        .toBuffer()
    }
    case 'jpg': {
      // Like phone cameras: the pixels are stored sideways, with orientation 6 for a clockwise turn.
      const posed = format.lyingOnItsSide
        ? picture.rotate(270).withMetadata({ orientation: 6 })
        : picture
      return dense(posed).jpeg({ quality: format.quality, mozjpeg: true }).toBuffer()
    }
    case 'webp':
      return picture.webp({ quality: format.quality, effort: 6 }).toBuffer()
    case 'tif': {
      const bits = format.compression === 'ccittfax4' ? ({ bitdepth: 1 } as const) : {}
      const dots = dpi > 0 ? { xres: dpi / 25.4, yres: dpiDown / 25.4 } : {}
      return picture.tiff({ compression: format.compression, ...bits, ...dots }).toBuffer()
    }
  }
}
