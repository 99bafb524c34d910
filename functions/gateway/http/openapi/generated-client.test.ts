import { execFile } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import openapiTypes from 'openapi-typescript'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { openGateway, png, temporaryFolder } from '../../gateway.fixture.ts'

const modules = join(import.meta.dirname, '../../../../node_modules')

/** A client program based on the OpenAPI document alone. */
const program = `
import createClient from 'openapi-fetch'
import type { components, paths } from './api.ts'

type Problem = components['schemas']['Problem']

export async function useApi(fetch: typeof globalThis.fetch, picture: Blob, finish: (id: string) => Promise<unknown>) {
  const api = createClient<paths>({ baseUrl: 'http://localhost', fetch })
  const uploaded = await api.POST('/v1/documents', {
    params: { header: { 'idempotency-key': 'k' } },
    body: { image: [picture], language: 'eng' },
    bodySerializer: (body) => {
      const form = new FormData()
      if (body instanceof Blob) return body
      for (const image of body.image) form.append('image', image, 'scan.png')
      if (body.language) form.append('language', body.language)
      return form
    },
  })
  if (!uploaded.data) throw new Error(uploaded.error.detail)
  const { id, pageCount } = uploaded.data
  const params = { path: { id } }
  const early = await api.GET('/v1/documents/{id}/text', { params, parseAs: 'text' })
  await finish(id)
  const document = await api.GET('/v1/documents/{id}', { params })
  const list = await api.GET('/v1/documents', { params: { query: { q: 'some', limit: 1 } } })
  const text = await api.GET('/v1/documents/{id}/text', { params, parseAs: 'text' })
  const none = await api.GET('/v1/documents/{id}/pages/{page}', { params: { path: { id, page: 2 } } })
  const problem: Problem | undefined = none.error
  return {
    pageCount,
    early: early.response.status,
    status: document.data?.status,
    pages: document.data?.pages.map(({ text }: { text: string | null }) => text),
    found: list.data?.documents[0]?.snippet?.find(({ hit }) => hit)?.text,
    text: text.data,
    problem: problem?.code,
  }
}
`
const Program = z.object({
  useApi: z.function({
    input: [z.function(), z.instanceof(Blob), z.function()],
    output: z.promise(z.unknown()),
  }),
})

test('a client generated from the OpenAPI document compiles and works', async () => {
  const { app, finish } = openGateway()
  const folder = temporaryFolder()
  const description = join(folder, 'openapi.json')
  writeFileSync(description, await (await app.request('/openapi.json')).text())

  const types = await openapiTypes(pathToFileURL(description), {
    transform: ({ format }) => (format === 'binary' ? 'Blob' : undefined),
  })
  writeFileSync(join(folder, 'api.ts'), types)
  writeFileSync(join(folder, 'client.ts'), program)
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  symlinkSync(modules, join(folder, 'node_modules'))
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024']
  const tsc = [join(modules, 'typescript/bin/tsc'), ...options, '--allowImportingTsExtensions']
  const { stdout } = await promisify(execFile)(process.execPath, [...tsc, 'client.ts'], {
    cwd: folder,
  }).catch(({ stdout }) => ({ stdout }))
  const { useApi } = Program.parse(await import(pathToFileURL(join(folder, 'client.ts')).href))
  const result = await useApi(
    (url: string, init: RequestInit) => app.request(url, init),
    new Blob([await png()]),
    (id: string) => finish(id),
  )

  expect(stdout).toBe('')
  expect(result).toEqual({
    ...{ pageCount: 1, early: 202, status: 'done', pages: ['some text'], found: 'some' },
    ...{ text: 'some text', problem: 'unknown-page' },
  })
})
