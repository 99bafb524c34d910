declare module 'libheif-js/wasm-bundle.js' {
  /** https://github.com/strukturag/libheif/blob/master/post.js */
  namespace libheif {
    interface HeifImage {
      handle: object
      has_alpha_channel(): boolean
      is_primary(): boolean
      get_width(): number
      get_height(): number
      /** Fills `image.data` with red, green, blue and alpha; calls back with null if it cannot be decoded. */
      display<Image extends { data: Uint8ClampedArray; width: number; height: number }>(
        image: Image,
        callback: (image: Image | null) => void,
      ): void
    }
  }

  interface Channel {
    id: unknown
    data: Uint8Array
    stride: number
  }

  const libheif: {
    HeifDecoder: new () => { decode(file: Uint8Array): libheif.HeifImage[] }
    heif_colorspace: { heif_colorspace_YCbCr: object }
    heif_chroma: { heif_chroma_420: object }
    heif_channel: Record<'heif_channel_Y' | 'heif_channel_Cb' | 'heif_channel_Cr', object>
    /** Without `channels` if the picture cannot be decoded. */
    heif_js_decode_image2(
      handle: object,
      colorspace: object,
      chroma: object,
    ): Promise<{ channels?: Channel[] } | undefined>
  }
  export = libheif
}
