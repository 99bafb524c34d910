import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { build, stop } from 'esbuild'
import { Hono } from 'hono'
import { hasCurrent, notModified } from './http/conditional.ts'

interface Asset {
  contentType: string
  etag: string
  body: Uint8Array<ArrayBuffer>
}

/** By path. */
export type Site = Map<string, Asset>

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * The page, from the folder of its sources, in memory: index.html at `/`, docs.html at `/docs`, and what
 * esbuild makes of main.tsx and docs.tsx under `/assets/`.
 */
export async function bundleSite(folder: string): Promise<Site> {
  const outputFiles = await bundle(folder)
  return new Map([
    ['/', toAsset('.html', await readFile(join(folder, 'index.html')))],
    ['/docs', toAsset('.html', await readFile(join(folder, 'docs.html')))],
    ...outputFiles.map(({ path, contents }) => [path, toAsset(extname(path), contents)] as const),
  ])
}

async function bundle(folder: string) {
  try {
    const { outputFiles } = await build({
      entryPoints: ['main.tsx', 'docs.tsx'].map((name) => join(folder, name)),
      outdir: '/assets',
      write: false,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
      logLevel: 'silent',
    })
    return outputFiles
  } finally {
    // Its process would stay.
    await stop()
  }
}

function toAsset(extension: string, body: Uint8Array): Asset {
  return {
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    body: new Uint8Array(body),
  }
}

export function siteRoutes(site: Site): Hono {
  const app = new Hono()
  for (const [path, { contentType, etag, body }] of site) {
    const headers = { etag, 'cache-control': 'no-cache' }
    app.get(path, (c) =>
      hasCurrent(c, etag)
        ? notModified(headers)
        : c.body(body, 200, { ...headers, 'content-type': contentType }),
    )
  }
  return app
}
