import sharp from 'sharp'

// No cache: each picture comes once. One thread: there is a replica for each core.
sharp.cache(false)
sharp.concurrency(1)
// Exactly the kinds that are accepted, read from memory: no path or URL ever, no SVG, nothing else.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Tiff'].map((kind) => `VipsForeignLoad${kind}Buffer`),
})

/** sharp, for pictures that strangers send. */
export const safeSharp = sharp
