import { createServer } from 'node:http'
import { createCompute } from './compute.ts'
import {
  type Answer,
  conflict,
  createStore,
  found,
  type Json,
  missing,
  type Store,
} from './store.ts'

/** Name of a new resource by its collection; the parent is the path of the request. */
const nameOf: Record<string, (query: URLSearchParams, body: Json, project: string) => string> = {
  serviceAccounts: (_, { accountId }, project) => `${accountId}@${project}.iam.gserviceaccount.com`,
  secrets: (query) => query.get('secretId') ?? '',
  repositories: (query) => query.get('repository_id') ?? '',
}

/** IAM, Resource Manager, Secret Manager and Artifact Registry: `PARENT/COLLECTION[/NAME][:VERB]`. */
function answerOther(
  { resources, policies, nextId }: Store,
  {
    method,
    path,
    query,
    body,
  }: { method: string; path: string; query: URLSearchParams; body: Json },
): Answer {
  const [at = '', verb] = path.split(':')
  if (verb === 'getIamPolicy') return found(policies.get(at) ?? { version: 1, etag: 'AAAA' })
  if (verb === 'setIamPolicy') {
    policies.set(at, { ...body.policy, etag: `B${nextId()}` })
    return found(policies.get(at))
  }
  const [, project = '', collection = ''] =
    at.match(/^projects\/([^/]+)\/(?:locations\/[^/]+\/)?(\w+)$/) ?? []
  const naming = nameOf[collection]
  if (method === 'POST' && naming) {
    const id = naming(query, body, project)
    const name = `${at}/${id}`
    if (resources.has(name)) return conflict(name)
    const account = { ...body.serviceAccount, projectId: project, email: id, uniqueId: nextId() }
    const item = { ...(collection === 'serviceAccounts' ? account : body), name }
    resources.set(name, item)
    // Only Artifact Registry answers with an operation.
    return found(collection === 'repositories' ? done(item) : item)
  }
  const item = resources.get(at)
  if (!item) return missing
  if (method === 'PATCH') Object.assign(item, body)
  if (method === 'DELETE') {
    resources.delete(at)
    return found(at.includes('/repositories/') ? done({}) : {})
  }
  return found(item)
}

const done = (response: Json) => ({
  name: 'projects/p/locations/r/operations/o',
  done: true,
  response,
})

/**
 * Loopback stand-in for the APIs that Terraform calls for the cluster: what is made can be read, changed and deleted
 * again, with the fields that Google fills in. It knows none of Google's rules.
 */
export async function startGoogle() {
  const store = createStore()
  let root = ''
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const url = new URL(request.url ?? '/', root)
    // Provider 6 says v1 twice for IAM.
    const [, service, , ...rest] = url.pathname.replace('/v1/v1/', '/v1/').split('/')
    const method = request.method ?? 'GET'
    const path = decodeURIComponent(rest.join('/'))
    // Google drops nulls in lists.
    const body = JSON.parse(text || '{}', (_, value) =>
      Array.isArray(value) ? value.filter((each) => each !== null) : value,
    )
    const answer =
      service === 'compute'
        ? createCompute(root, store)(method, path, body)
        : answerOther(store, { method, path, query: url.searchParams, body })
    response.writeHead(answer.code, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  root = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    root,
    /** Paths of all that exists. */
    left: () => [...store.resources.keys()],
    close: () => void server.close(),
  }
}
