import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const project = join(import.meta.dirname, '../..')

/** Commands of README, CONTRIBUTING and docs, as printed, without duplicates. */
export async function printedCommands(): Promise<string[]> {
  const docs = (await readdir(join(project, 'docs'))).filter((name) => name.endsWith('.md'))
  const files = ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => join('docs', name))]
  const texts = files.map((file) => readFileSync(join(project, file), 'utf8'))
  return [...new Set(texts.flatMap(commandsOf))]
}

/** Commands in the `sh` blocks of a Markdown text, without comments, with continued lines joined. */
export function commandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
  return blocks
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s+)# .*$/, '').trim())
    .filter((command) => command !== '')
}
