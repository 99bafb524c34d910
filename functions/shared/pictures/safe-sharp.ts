import sharp from 'sharp'

// No cache: each picture is decoded once. One thread: each core has a replica.
sharp.cache(false)
sharp.concurrency(1)
// Only the accepted formats, and only from memory: no path, no URL, no SVG.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map(
    (kind) => `VipsForeignLoad${kind}Buffer`,
  ),
})

/** sharp for untrusted pictures. */
export const safeSharp = sharp
