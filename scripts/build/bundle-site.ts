import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import type { File } from './build.ts'
import { digestOf, type Inputs, recordInputs } from './inputs.ts'

const pages = ['index.html', 'docs.html']
const scripts = ['main.tsx', 'docs.tsx']

/** Bundles the page: `site/index.html`, `site/docs.html`, and their assets in `site/assets/`. */
export async function bundleSite(web: string, inputs: Inputs): Promise<File[]> {
  const outdir = join(web, 'bundle')
  const { outputFiles } = await build({
    absWorkingDir: web,
    entryPoints: scripts.map((name) => join(web, name)),
    outdir: join(outdir, 'assets'),
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    plugins: [{ name: 'sources', setup: (build) => recordInputs(build, inputs) }],
    logLevel: 'silent',
  })
  const html = pages.map(async (path) => {
    const contents = await readFile(join(web, path))
    inputs.set(join(web, path), digestOf(contents))
    return { path: join('site', path), contents }
  })
  const assets = outputFiles.map(({ path, contents }) => ({
    path: join('site', relative(outdir, path)),
    contents,
  }))
  return [...(await Promise.all(html)), ...assets]
}
