import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The style sheet of all pages, with its typefaces inside: a page asks for nothing while it is drawn. */
export async function bundleStyleSheet(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('pages/paper.css', import.meta.url))],
    bundle: true,
    write: false,
    loader: { '.woff2': 'dataurl', '.woff': 'empty' },
  })
  return outputFiles.map((file) => file.text).join('\n')
}
