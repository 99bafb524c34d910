import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { File } from './build.ts'
import { type Inputs, recordInputs } from './inputs.ts'

const project = join(import.meta.dirname, '../..')

/**
 * Bundles a function: `functions/<name>/main.mjs`, and beside it what it loads later. A replica starts in half the time
 * that it needs to find and load some hundred modules. Rejects with esbuild's error.
 */
export async function bundleFunction(name: string, main: string, inputs: Inputs): Promise<File[]> {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [{ in: main, out: `${name}/main` }],
    outdir: join(project, 'functions'),
    chunkNames: `${name}/[name]-[hash]`,
    // Whatever a package.json above says of other files.
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // No source maps: reading one takes longer than all that is saved here. Names and lines stay readable.
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

/** Packages in CommonJS ask for Node's own modules as they run. */
const requireForCommonJs = `import { createRequire as toRequire } from 'node:module'
const require = toRequire(import.meta.url)`

/** What finds files or native code beside itself stays where it was installed. */
const leftOutside = /^(esbuild|koffi|sharp|tesseract\.js)$/

/** By their full addresses, so that a bundle may lie anywhere. */
const packagesOutside: Plugin = {
  name: 'packages outside',
  setup({ onResolve, resolve }) {
    onResolve({ filter: leftOutside }, async ({ path, pluginData, ...from }) => {
      // Asked by ourselves: where esbuild would find it.
      if (pluginData === 'packages outside') return null
      const found = await resolve(path, { ...from, pluginData: 'packages outside' })
      if (found.errors.length > 0) return { errors: found.errors }
      const isRequired = from.kind === 'require-call'
      return { path: isRequired ? found.path : pathToFileURL(found.path).href, external: true }
    })
  },
}

/** Records the sources. `import.meta` in them is that of the source, for what lies beside it. */
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
