import { readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { build } from 'esbuild'
import type { File } from './build.ts'
import { digestOf, type Inputs, recordInputs } from './inputs.ts'

/** Each is bundled alone, so that it shares no file with the others, which the browser would have to load first. */
const entryPoints = ['main.tsx', 'docs.css', 'reader.css', 'system.css']

/**
 * Bundles the page: `site/index.html` and its assets in `site/assets/`. What a module imports when it needs it is a
 * file of its own.
 */
export async function bundleSite(web: string, inputs: Inputs): Promise<File[]> {
  const bundles = await Promise.all(entryPoints.map((name) => bundle(join(web, name), web, inputs)))
  const preloads = bundles.flatMap((each) => each.preloads)
  const html = await readFile(join(web, 'index.html'))
  inputs.set(join(web, 'index.html'), digestOf(html))
  const page = { path: 'site/index.html', contents: preload(html, preloads) }
  // Style sheets may share a font.
  const files = bundles.flatMap((each) => each.files).map((file) => [file.path, file] as const)
  return [page, ...new Map(files).values()]
}

interface Bundle {
  files: File[]
  /** Links to what the browser loads before a script runs, by the script. */
  preloads: { script: string; links: string[] }[]
}

/** Lets the browser load the parts of a page's script and its fonts at once, instead of one after the other. */
function preload(html: Buffer, preloads: Bundle['preloads']): Buffer {
  const found = preloads.find(({ script }) => html.includes(`src="assets/${script}"`))
  return Buffer.from(html.toString().replace('</head>', `${found?.links.join('') ?? ''}</head>`))
}

async function bundle(entryPoint: string, web: string, inputs: Inputs): Promise<Bundle> {
  const outdir = join(web, 'bundle')
  const { outputFiles, metafile } = await build({
    absWorkingDir: web,
    entryPoints: [entryPoint],
    outdir: join(outdir, 'assets'),
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    plugins: [{ name: 'sources', setup: (build) => recordInputs(build, inputs) }],
    logLevel: 'silent',
  })
  const fonts = Object.keys(metafile.outputs)
    .filter((path) => path.endsWith('.woff2'))
    .map((path) => linkTo(path, 'rel="preload" as="font" type="font/woff2" crossorigin'))
  return {
    files: outputFiles.map(({ path, contents }) => ({
      path: join('site', relative(outdir, path)),
      contents,
    })),
    preloads: Object.entries(metafile.outputs)
      .filter(([, { entryPoint: from }]) => from === basename(entryPoint))
      .map(([path, { imports }]) => ({
        script: basename(path),
        links: [
          ...imports
            .filter(({ kind }) => kind === 'import-statement')
            .map(({ path }) => linkTo(path, 'rel="modulepreload"')),
          ...fonts,
        ],
      })),
  }
}

const linkTo = (path: string, kind: string) => `<link ${kind} href="assets/${basename(path)}" />`
