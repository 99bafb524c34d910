import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.fixture.ts'
import { fetchRelease, pinReleases, type Release, readReleases, urlOf } from './releases.ts'

let body = 'kind: One'
let requests = 0
const server = createServer((request, response) => {
  requests++
  response.writeHead(request.url === '/v1/gone' ? 404 : 200).end(body)
})
let base = ''

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

const releaseAt = (path: string): Release => ({
  name: 'one',
  version: '1',
  file: 'one.yaml',
  url: `${base}/v{version}/${path}`,
  sha256: null,
})

async function writeTable(releases: Release[]) {
  const path = join(await temporaryFolder(), 'releases.json')
  await writeFile(path, JSON.stringify(releases))
  return path
}

test('a release without a checksum is not downloaded', async () => {
  const before = requests

  await expect(fetchRelease(releaseAt('one'), await temporaryFolder())).rejects.toThrow(
    'No checksum in cluster/releases.json of one: run "npm run releases -- --pin"',
  )
  expect(requests).toBe(before)
})

test('a pinned release is downloaded once, and verified again each time', async () => {
  const table = await writeTable([releaseAt('one')])
  const folder = await temporaryFolder()

  const changed = await pinReleases(table)
  const [release] = await readReleases(table)
  if (!release) throw new Error('no release')
  const path = await fetchRelease(release, folder)
  const after = requests
  await fetchRelease(release, folder)

  expect(changed).toEqual({ changed: ['one'], failed: [] })
  expect(requests).toBe(after)
  expect(await readFile(path, 'utf8')).toBe('kind: One')
  await writeFile(path, 'kind: Tampered')
  await fetchRelease(release, folder)
  expect(await readFile(path, 'utf8')).toBe('kind: One')
})

test('a file that has changed since it was pinned is refused', async () => {
  const table = await writeTable([releaseAt('one')])
  await pinReleases(table)
  const [release] = await readReleases(table)
  body = 'kind: Other'

  await expect(fetchRelease(release as Release, await temporaryFolder())).rejects.toThrow(
    /Expected http.*one to have the checksum [0-9a-f]{64}, got/,
  )
})

test('a release that cannot be had keeps its place, and the others are pinned', async () => {
  const far = { ...releaseAt('far'), name: 'far', url: 'http://127.0.0.1:1/far' }
  const table = await writeTable([releaseAt('gone'), { ...releaseAt('two'), name: 'two' }, far])

  const { changed, failed } = await pinReleases(table)

  expect(changed).toEqual(['two'])
  expect(failed).toEqual([
    `Cannot download ${base}/v1/gone: HTTP 404`,
    'Cannot download http://127.0.0.1:1/far: no connection',
  ])
  const [gone, two] = await readReleases(table)
  expect(gone?.sha256).toBeNull()
  expect(two?.sha256).toMatch(/^[0-9a-f]{64}$/)
})

test('the table has a place for each version', async () => {
  const releases = await readReleases()

  expect(releases.length).toBeGreaterThan(10)
  for (const release of releases) {
    expect(release.url).toMatch(/^https:\/\/github\.com\/.*\{version\}/)
    expect(urlOf(release)).not.toContain('{')
  }
  expect(new Set(releases.map(({ name }) => name)).size).toBe(releases.length)
})
