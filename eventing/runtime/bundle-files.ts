import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

export interface File {
  /** Below the folder of all functions. */
  path: string
  contents: Uint8Array
}

/**
 * The files that a function's main becomes: `<name>/main.mjs`, and what it loads later beside it. Rejects with
 * esbuild's error.
 */
export async function bundleFiles(from: string, name: string): Promise<File[]> {
  const outdir = join(from, 'bundle')
  const { outputFiles } = await build({
    entryPoints: [{ in: join(from, name, 'main.ts'), out: `${name}/main` }],
    outdir,
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
    plugins: [packagesOutside, ownAddresses],
    banner: { js: requireForCommonJs },
    logLevel: 'silent',
  })
  return outputFiles.map(({ path, contents }) => ({ path: relative(outdir, path), contents }))
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

/** `import.meta` tells of the source, for what lies beside it. */
const ownAddresses: Plugin = {
  name: 'own addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const of = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }
      const contents = source.replace(
        /\bimport\.meta\.(url|filename|dirname)\b/g,
        (_, what: keyof typeof of) => JSON.stringify(of[what]),
      )
      return { contents, loader: 'ts' }
    })
  },
}
