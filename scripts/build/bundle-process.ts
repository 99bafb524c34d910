import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { File } from './build.ts'
import { digestOf, type Inputs, recordInputs } from './inputs.ts'

const project = join(import.meta.dirname, '../..')

/**
 * Bundles a process: `<folder>/main.mjs`, its lazily loaded chunks, and the files that it names by
 * `new URL('./<file>', import.meta.url)`, of which modules are bundled as well. A replica starts in half the time that
 * it needs to resolve and load some hundred modules. Rejects with esbuild's error.
 */
export function bundleProcess(folder: string, main: string, inputs: Inputs): Promise<File[]> {
  return bundle(main, `${folder}/main`, inputs)
}

async function bundle(module: string, out: string, inputs: Inputs): Promise<File[]> {
  const beside = new Set<string>()
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [{ in: module, out }],
    outdir: project,
    chunkNames: `${dirname(out)}/[name]-[hash]`,
    // ES modules independent of any package.json in a parent folder.
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // No source maps: parsing one takes longer than bundling saves. Names and lines stay readable.
    keepNames: true,
    plugins: [packagesOutside, sources(inputs, beside)],
    banner: { js: requireForCommonJs },
    logLevel: 'silent',
  })
  const bundled = outputFiles.map(({ path, contents }) => ({
    path: relative(project, path),
    contents,
  }))
  const further = [...beside].map((path) => besideFile(path, dirname(out), inputs))
  return [...bundled, ...(await Promise.all(further)).flat()]
}

/** CommonJS packages require Node's modules at run time. */
const requireForCommonJs = `import { createRequire as toRequire } from 'node:module'
const require = toRequire(import.meta.url)`

/** Packages that locate files or native code relative to themselves, other than by `import.meta`, are not bundled. */
const external =
  /^(@cwasm\/nsbmp|@hyzyla\/pdfium|esbuild|koffi|libheif-js\/wasm-bundle\.js|tesseract\.js)$/

/** Imports them by absolute URL, so that a bundle can be in any folder. */
const packagesOutside: Plugin = {
  name: 'packages outside',
  setup({ onResolve, resolve }) {
    onResolve({ filter: external }, async ({ path, pluginData, ...from }) => {
      // Our own call of `resolve`: esbuild's default applies.
      if (pluginData === 'packages outside') return null
      const found = await resolve(path, { ...from, pluginData: 'packages outside' })
      if (found.errors.length > 0) return { errors: found.errors }
      const isRequired = from.kind === 'require-call'
      return { path: isRequired ? found.path : pathToFileURL(found.path).href, external: true }
    })
  },
}

/**
 * Records the inputs, and collects the files that modules name by URL, which become URLs of the bundle's. Otherwise
 * `import.meta` in a module keeps the values of its source file.
 */
function sources(inputs: Inputs, beside: Set<string>): Plugin {
  const withAddresses = (path: string, source: Buffer) => {
    if (!/\.(ts|mjs)$/.test(path)) return source
    const of = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }
    return source
      .toString()
      .replace(
        /\bnew URL\('(\.\/[^']+)', import\.meta\.url\)|\bimport\.meta\.(url|filename|dirname)\b/g,
        (_, named: string | undefined, what: keyof typeof of) => {
          if (named === undefined) return JSON.stringify(of[what])
          const file = resolve(dirname(path), named)
          beside.add(file)
          return `new URL('./${nameOf(file)}', import.meta.url)`
        },
      )
  }
  return { name: 'sources', setup: (build) => recordInputs(build, inputs, withAddresses) }
}

/** Name in the bundle's folder, which has no subfolders. */
function nameOf(file: string): string {
  const extension = extname(file)
  const name = `${basename(file, extension)}-${digestOf(relative(project, file)).slice(0, 8)}`
  return name + (extension === '.ts' ? '.mjs' : extension)
}

async function besideFile(file: string, folder: string, inputs: Inputs): Promise<File[]> {
  const path = join(folder, nameOf(file))
  if (extname(file) === '.ts') return bundle(file, path.slice(0, -extname(path).length), inputs)
  const contents = await readFile(file)
  inputs.set(file, digestOf(contents))
  return [{ path, contents }]
}
