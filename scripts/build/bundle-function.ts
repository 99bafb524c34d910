import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { File } from './build.ts'
import { type Inputs, recordInputs } from './inputs.ts'

const project = join(import.meta.dirname, '../..')

/**
 * Bundles a function: `functions/<name>/main.mjs` and its lazily loaded chunks. A replica starts in half the time that
 * it needs to resolve and load some hundred modules. Rejects with esbuild's error.
 */
export async function bundleFunction(name: string, main: string, inputs: Inputs): Promise<File[]> {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [{ in: main, out: `${name}/main` }],
    outdir: join(project, 'functions'),
    chunkNames: `${name}/[name]-[hash]`,
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
    plugins: [packagesOutside, sources(inputs)],
    banner: { js: requireForCommonJs },
    logLevel: 'silent',
  })
  return outputFiles.map(({ path, contents }) => ({
    path: relative(project, path),
    contents,
  }))
}

/** CommonJS packages require Node's modules at run time. */
const requireForCommonJs = `import { createRequire as toRequire } from 'node:module'
const require = toRequire(import.meta.url)`

/** Packages that locate files or native code relative to themselves are not bundled. */
const external = /^(esbuild|koffi|sharp|tesseract\.js)$/

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

/** Records the inputs. `import.meta` in a module keeps the values of its source file. */
function sources(inputs: Inputs): Plugin {
  const withOwnAddress = (path: string, source: Buffer) => {
    if (!path.endsWith('.ts')) return source
    const of = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }
    return source
      .toString()
      .replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, what: keyof typeof of) =>
        JSON.stringify(of[what]),
      )
  }
  return { name: 'sources', setup: (build) => recordInputs(build, inputs, withOwnAddress) }
}
