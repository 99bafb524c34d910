import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { SettingsError } from '../shared/settings/env.ts'
import { matchesEtag, notModified } from './http/conditional.ts'

interface Asset {
  contentType: string
  etag: string
  body: Uint8Array<ArrayBuffer>
}

/** By path. */
export type Site = Map<string, Asset>

/**
 * The built web page, in memory: `index.html` at `/`, `/system` and `/documents/:id`, other files
 * at their own paths. Empty without a folder.
 */
export async function readSite(folder: string | undefined): Promise<Site> {
  const site: Site = new Map()
  if (folder === undefined) return site
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: Error) => {
      throw new SettingsError(`SITE_DIR cannot be used: ${error.message}`)
    },
  )
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    site.set(path.replace(/(index)?\.html$/, ''), toAsset(file, await readFile(file)))
  }
  // Views of the same page, whose links are relative to its base.
  const page = site.get('/')
  if (page) {
    const html = Buffer.from(page.body).toString().replace('<base href="./"', '<base href="../"')
    site.set('/system', page)
    site.set('/documents/:id', toAsset('index.html', Buffer.from(html)))
  }
  return site
}

function toAsset(name: string, body: Uint8Array): Asset {
  return {
    contentType: getMimeType(name) ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    body: new Uint8Array(body),
  }
}

export function siteRoutes(site: Site): Hono {
  const app = new Hono()
  for (const [path, { contentType, etag, body }] of site) {
    const headers = { etag, 'cache-control': 'no-cache' }
    app.get(path, (c) =>
      matchesEtag(c, etag)
        ? notModified(headers)
        : c.body(body, 200, { ...headers, 'content-type': contentType }),
    )
  }
  return app
}
