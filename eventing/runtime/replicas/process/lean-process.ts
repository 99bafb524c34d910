/**
 * Replicas are mostly idle, and have to return a burst's memory: a small young generation, few malloc arenas, and low
 * thresholds for large and free blocks. 25 to 70 MB less per replica, and no slower. One thread collects a heap of
 * 20 MB with less CPU than several, which took 0.6% of a page's CPU.
 *
 * Tesseract's innermost loops call small functions, many of them virtual. V8 inlines indirect calls with a constant
 * target: 6% less CPU for a page of tesseract.js. Set later, in a process that has compiled other WASM, the flag
 * crashes V8. It is the default since V8 13.7. https://v8.dev/blog/wasm-speculative-optimizations
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
