import { type Answer, conflict, found, type Json, missing, type Store } from './store.ts'

/** Path in the API without its root, of a resource that a request names by its whole address. */
const pathIn = (root: string, url: unknown) => String(url).slice(`${root}/compute/v1/`.length)

/**
 * Compute Engine: `PLACE/COLLECTION[/NAME[/VERB]]`, PLACE being `projects/P` and `/global`, `/regions/R` or `/zones/Z`.
 * https://cloud.google.com/compute/docs/reference/rest/v1
 */
export function createCompute(root: string, store: Store) {
  const address = (path: string) => `${root}/compute/v1/${path}`
  const { resources, nextId } = store

  const placeOf = (path: string) => ({
    id: '1',
    name: path.split('/').at(-1),
    status: 'UP',
    selfLink: address(path),
    region: address(path.replace(/zones\/(.+)-[a-z]$/, 'regions/$1')),
  })

  /** Every change is done at once. */
  function operation(target: string, scope: string, targetId = resources.get(target)?.id): Answer {
    const name = `operation-${nextId()}`
    const operation = {
      id: nextId(),
      name,
      kind: 'compute#operation',
      status: 'DONE',
      progress: 100,
    }
    const links = { targetLink: address(target), selfLink: address(`${scope}/operations/${name}`) }
    return found({ ...operation, ...links, targetId })
  }

  function insert(scope: string, collection: string, body: Json): Answer {
    const at = `${scope}/${collection}/${body.name}`
    if (resources.has(at)) return conflict(at)
    const own = { id: nextId(), creationTimestamp: '2026-01-01T00:00:00.000-00:00' }
    const prints = { fingerprint: 'AAAA', labelFingerprint: 'AAAA' }
    const item: Json = { ...own, ...prints, selfLink: address(at), ...body }
    if (scope.includes('/regions/')) item.region = address(scope)
    if (scope.includes('/zones/')) item.zone = address(scope)
    resources.set(at, { ...item, ...completed(collection, scope, item) })
    return operation(at, scope)
  }

  /** What Google adds to a resource that is made without it. */
  function completed(collection: string, scope: string, item: Json): Json {
    const network = address(`${scope.replace(/\/(global|zones.*)/, '')}/global/networks/glyphflow`)
    const cards = (list: Json[] = []) =>
      list.map((card, index) => ({ name: `nic${index}`, network, ...card }))
    if (collection === 'networks') return { routingConfig: { routingMode: 'REGIONAL' } }
    if (collection === 'subnetworks') return { gatewayAddress: '10.10.0.1', stackType: 'IPV4_ONLY' }
    if (collection === 'addresses') {
      const purpose = item.addressType === 'INTERNAL' ? 'GCE_ENDPOINT' : undefined
      const given = { address: '203.0.113.10', addressType: 'EXTERNAL', purpose, ...item }
      return { ...given, status: 'RESERVED', networkTier: 'PREMIUM' }
    }
    if (collection === 'firewalls') return { priority: item.priority ?? 1000, disabled: false }
    if (collection === 'disks') return { status: 'READY', sizeGb: String(item.sizeGb) }
    if (collection === 'instances') {
      return {
        ...{ status: 'RUNNING', currentStatus: 'RUNNING', startRestricted: false },
        ...{ deletionProtection: false, canIpForward: false, cpuPlatform: 'none' },
        disks: item.disks.map((disk: Json, index: number) =>
          attached(scope, item.name, disk, index),
        ),
        networkInterfaces: cards(item.networkInterfaces).map((card) => ({
          ...{ networkIP: '10.10.0.99', stackType: 'IPV4_ONLY' },
          ...card,
        })),
        tags: { ...item.tags, fingerprint: 'AAAA' },
        metadata: { ...item.metadata, fingerprint: 'AAAA' },
        scheduling: {
          ...{
            provisioningModel: 'STANDARD',
            onHostMaintenance: 'MIGRATE',
            automaticRestart: true,
          },
          ...item.scheduling,
        },
      }
    }
    if (collection === 'instanceTemplates') {
      const { properties } = item
      const disks = properties.disks.map((disk: Json, index: number) => ({
        ...{ index, interface: 'SCSI', kind: 'compute#attachedDisk' },
        ...disk,
      }))
      const scheduling = { automaticRestart: false, ...properties.scheduling }
      const networkInterfaces = cards(properties.networkInterfaces)
      return { properties: { ...properties, disks, scheduling, networkInterfaces } }
    }
    if (collection === 'instanceGroupManagers') return manager(scope, item)
    return {}
  }

  /** A boot disk is made with its machine. */
  function attached(scope: string, machine: string, disk: Json, index: number): Json {
    const { initializeParams, ...rest } = disk
    const path = `${scope}/disks/${machine}`
    if (initializeParams) {
      const { diskSizeGb = 10, diskType, sourceImage } = initializeParams
      const made = { name: machine, selfLink: address(path), type: diskType, sourceImage }
      resources.set(path, { ...made, status: 'READY', sizeGb: String(diskSizeGb) })
    }
    const name = { mode: 'READ_WRITE', deviceName: `persistent-disk-${index}` }
    return { ...name, source: address(path), ...rest, index }
  }

  /** A template that is named by its number is reported by its name; an empty policy is not reported at all. */
  function manager(scope: string, { versions, name }: Json): Json {
    const templates = [...resources.values()]
    const named = (url: string) =>
      templates.find(({ id }) => url.endsWith(`/${id}`))?.selfLink ?? url
    const made = versions.map((each: Json) => ({
      ...each,
      instanceTemplate: named(each.instanceTemplate),
    }))
    return {
      instanceGroup: address(`${scope}/instanceGroups/${name}`),
      ...{
        versions: made,
        instanceTemplate: made[0]?.instanceTemplate,
        resourcePolicies: undefined,
      },
      ...{ currentActions: {}, listManagedInstancesResults: 'PAGELESS' },
      status: { isStable: true, versionTarget: { isReached: true } },
    }
  }

  /** What a verb changes in a resource. */
  function change(item: Json, verb: string, body: Json) {
    const { resourcePolicies = [], members = [] } = item
    const named: string[] = body.resourcePolicies ?? []
    if (verb === 'addResourcePolicies') item.resourcePolicies = [...resourcePolicies, ...named]
    if (verb === 'removeResourcePolicies') {
      item.resourcePolicies = resourcePolicies.filter((each: string) => !named.includes(each))
    }
    if (verb === 'addInstances') item.members = [...members, ...body.instances]
    if (verb === 'setLabels') item.labels = body.labels
  }

  function remove(at: string, scope: string, item: Json): Answer {
    resources.delete(at)
    for (const disk of item.disks ?? []) {
      if (disk.autoDelete) resources.delete(pathIn(root, disk.source))
    }
    return operation(at, scope, item.id)
  }

  return (method: string, path: string, body: Json): Answer => {
    const image = path.match(/^projects\/[^/]+\/global\/images\/(?:family\/)?(.+)$/)
    if (image) {
      return found({
        name: image[1],
        selfLink: address(path),
        diskSizeGb: '10',
        architecture: 'X86_64',
      })
    }
    if (path.includes('/operations/')) {
      return found({ name: path.split('/').at(-1), status: 'DONE', progress: 100 })
    }
    const [, scope, collection, name, verb] =
      path.match(
        /^(projects\/[^/]+(?:\/global|\/regions\/[^/]+|\/zones\/[^/]+)?)\/([a-zA-Z]+)(?:\/([^/]+))?(?:\/([a-zA-Z]+))?$/,
      ) ?? []
    if (!scope || !collection) return method === 'GET' ? found(placeOf(path)) : missing
    const all = [...resources].filter(([key]) => key.startsWith(`${scope}/${collection}/`))
    if (!name) {
      if (method === 'POST') return insert(scope, collection, body)
      return found({ items: all.map(([, value]) => value) })
    }
    // Google answers to a resource's number as well as to its name.
    const at = all.find(([, { id }]) => id === name)?.[0] ?? `${scope}/${collection}/${name}`
    const item = resources.get(at)
    if (!item) return ['zones', 'regions'].includes(collection) ? found(placeOf(path)) : missing
    if (method === 'GET') return found(verb ? { items: [] } : item)
    if (method === 'DELETE') return remove(at, scope, item)
    if (verb === 'listManagedInstances') return found({ managedInstances: [] })
    if (verb === 'listInstances') return found({ items: item.members ?? [] })
    if (verb) change(item, verb, body)
    else Object.assign(item, body)
    return operation(at, scope)
  }
}
