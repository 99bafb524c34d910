declare module 'libheif-js/wasm-bundle.js' {
  /** https://github.com/strukturag/libheif/blob/master/post.js */
  interface HeifImage {
    is_primary(): boolean
    get_width(): number
    get_height(): number
    /** Fills `image.data` with red, green, blue and alpha; calls back with null if it cannot be decoded. */
    display<Image extends { data: Uint8ClampedArray; width: number; height: number }>(
      image: Image,
      callback: (image: Image | null) => void,
    ): void
  }

  const libheif: { HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] } }
  export = libheif
}
