import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'

const samples = join(import.meta.dirname, 'samples')
/** Real pages with reference texts, beside the project on machines that have them; see the README there. */
export const ocrSet = join(import.meta.dirname, '../../shared/ocr-set')
export const badImages = join(import.meta.dirname, '../../shared/bad-images')

const endings = new Set(['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.gif'])

/** All files below a folder, sorted by path. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

export async function picturesIn(folder: string): Promise<string[]> {
  return (await filesIn(folder)).filter((path) => endings.has(extname(path).toLowerCase()))
}

/**
 * Pictures for measurements: those of a folder, or of a list of paths relative to the list; by default the list of 100
 * real pages if it exists, else the samples.
 */
export async function pictures(path?: string): Promise<string[]> {
  const list = path ?? join(ocrSet, 'images-100.txt')
  if (list.endsWith('.txt') && existsSync(list)) {
    const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line.trim() !== '')
    return lines.map((line) => join(dirname(list), line.trim()))
  }
  return picturesIn(path ?? samples)
}

/** Reference text beside a picture. */
export function truthOf(picture: string): Promise<string> {
  return readFile(`${picture.slice(0, -extname(picture).length)}.txt`, 'utf8')
}
