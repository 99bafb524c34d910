import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Style sheet of all pages with embedded typefaces, so that a page loads no other files. */
export async function bundleStyleSheet(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('pages/paper.css', import.meta.url))],
    bundle: true,
    write: false,
    loader: { '.woff2': 'dataurl', '.woff': 'empty' },
  })
  return outputFiles.map((file) => file.text).join('\n')
}
