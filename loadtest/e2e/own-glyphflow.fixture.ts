import { afterEach, beforeEach } from 'vitest'
import { type RunningGlyphflow, startGlyphflow, temporaryFolder } from '../system/glyphflow.ts'

/** A data folder for each test, with processes that end with the test. */
export function ownGlyphflow() {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  const started: RunningGlyphflow[] = []

  beforeEach(async () => {
    folder = await temporaryFolder()
  })
  afterEach(async () => {
    for (const { child } of started.splice(0)) child.kill('SIGKILL')
    await folder.remove()
  })

  return {
    dataDir: () => folder.path,
    async start(env: Record<string, string> = {}): Promise<RunningGlyphflow> {
      const glyphflow = await startGlyphflow(folder.path, env)
      started.push(glyphflow)
      return glyphflow
    },
  }
}
