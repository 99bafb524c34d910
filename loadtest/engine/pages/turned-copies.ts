import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { Page } from './page.ts'

const angles = [0, 1, 2, 5, 10, 90, 180, 270]

/**
 * Copies of the pages, turned clockwise by each angle on white; one group per angle. Upright copies are written in the
 * same way, so that only the angle differs.
 */
export async function turnedCopies(pages: Page[], folder: string): Promise<Page[]> {
  const copies: Page[] = []
  for (const page of pages) {
    for (const angle of angles) {
      const name = `${angle}/${page.name}`
      const path = join(folder, `${name}.png`)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, await turned(page.path, angle))
      copies.push({ path, name, group: String(angle), truth: page.truth })
    }
  }
  return copies
}

/** PNG of a picture's first frame; keeps the resolution, from which Tesseract derives the size of letters. */
export async function turned(picture: string | Uint8Array, angle: number): Promise<Buffer> {
  const upright = sharp(picture, { pages: 1 }).autoOrient().flatten({ background: '#fff' })
  return upright.rotate(angle, { background: '#fff' }).keepMetadata().png().toBuffer()
}
