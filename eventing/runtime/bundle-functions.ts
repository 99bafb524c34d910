import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildFailure, build, type Plugin, stop } from 'esbuild'
import { SettingsError } from '../../functions/shared/env.ts'

export interface BundleOptions {
  /** Holds `<name>/main.ts` for each of the names. */
  from: string
  names: string[]
  /** A folder of its own. */
  to: string
}

/** What finds files or native code beside itself stays where it was installed. */
const leftOutside = /^(esbuild|koffi|sharp|tesseract\.js)$/

/**
 * Makes one file of each function and resolves with their paths by name: a replica starts in half the time
 * that it needs to find and load some hundred modules. Throws SettingsError where one cannot be made.
 */
export async function bundleFunctions(options: BundleOptions): Promise<Map<string, string>> {
  const { from, names, to } = options
  // What another version has left there.
  await rm(to, { recursive: true, force: true })
  try {
    await Promise.all(names.map((name) => bundle(join(from, name, 'main.ts'), join(to, name))))
  } catch (error) {
    throw new SettingsError(`The functions in ${from} cannot be built: ${reasonOf(error)}`)
  } finally {
    // Its process would stay.
    await stop()
  }
  return new Map(names.map((name) => [name, join(to, name, 'main.js')]))
}

async function bundle(main: string, outdir: string): Promise<void> {
  await build({
    entryPoints: [main],
    outdir,
    bundle: true,
    // What a function loads later stays a file of its own.
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
}

/** Packages in CommonJS ask for Node's own modules as they run. */
const requireForCommonJs = `import { createRequire as toRequire } from 'node:module'
const require = toRequire(import.meta.url)`

/** By their full addresses, so that a bundle may lie anywhere. */
const packagesOutside: Plugin = {
  name: 'packages outside',
  setup({ onResolve }) {
    onResolve({ filter: leftOutside }, ({ path }) => ({
      path: import.meta.resolve(path),
      external: true,
    }))
  },
}

/** `import.meta.url` stays the address of the source, for what lies beside it. */
const ownAddresses: Plugin = {
  name: 'own addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const address = JSON.stringify(pathToFileURL(path).href)
      return { contents: source.replaceAll('import.meta.url', address), loader: 'ts' }
    })
  },
}

function reasonOf(error: unknown): string {
  const [first] = (error as Partial<BuildFailure>).errors ?? []
  if (!first) return String(error)
  const { location, text } = first
  return location ? `${location.file}:${location.line}: ${text}` : text
}
