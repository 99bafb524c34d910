/**
 * Replicas mostly wait, and are to give back what a burst needed: young objects have little room before they
 * are looked through, and malloc keeps few and small free blocks. 25 to 70 MB less each, and no slower. A heap of
 * 20 MB is sooner looked through than shared out among threads, which took 0.6% of a page's CPU.
 *
 * Tesseract's innermost loops call small functions, many of them virtual. V8 inlines those that are always the same:
 * 6% less CPU for a page of tesseract.js. Set later, in a process that has compiled other WASM, the flag crashes V8.
 * It is the default since V8 13.7. https://v8.dev/blog/wasm-speculative-optimizations
 */
export const leanFlags = [
  '--max-semi-space-size=2',
  '--single-threaded-gc',
  '--wasm-inlining-call-indirect',
]
export const leanEnv = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
}
