import { parseArguments, UsageError } from '../command/usage.ts'

export const usage = `Usage: npm run images -- [--registry R] [--tag T] [--push] [--platform P,…] [TARGET…] [-- ARGUMENT…]
       npm run images -- --pin

Builds R/glyphflow/TARGET:T for each target of the Dockerfile, by docker, podman or buildah.
  --registry  registry, or registry and path; dev.local by default, which Knative takes without asking a registry
  --tag       the version of package.json by default
  --push      pushes the images as well
  --platform  platforms such as linux/amd64,linux/arm64; this machine's by default
  --pin       writes the present digest of the base into the Dockerfile, and builds nothing
Further arguments go to the builder as they are, such as --build-arg BASE=…`

export interface ImagesOptions {
  registry: string
  tag: string
  push: boolean
  platforms: string[]
  pin: boolean
  /** At least one. */
  targets: string[]
  /** Further arguments for the builder. */
  further: string[]
}

export interface Defaults {
  version: string
  targets: string[]
}

/** Throws UsageError for invalid arguments. */
export function readOptions(args: string[], { version, targets }: Defaults): ImagesOptions {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const { values, positionals } = parseArguments({
    args: args.slice(0, end),
    allowPositionals: true,
    options: {
      registry: { type: 'string' },
      tag: { type: 'string' },
      push: { type: 'boolean' },
      platform: { type: 'string' },
      pin: { type: 'boolean' },
    },
  })
  const unknown = positionals.find((name) => !targets.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`Expected a target to be one of ${targets.join(', ')}, got "${unknown}"`)
  }
  const { registry = 'dev.local', tag = version, push = false, pin = false, platform } = values
  if (pin && args.length > 1) throw new UsageError('Expected --pin alone: it builds nothing')
  // https://github.com/distribution/reference/blob/v0.6.0/reference.go#L4
  if (!/^[a-z0-9][\w.:/-]*(?<!\/)$/.test(registry)) {
    throw new UsageError(`Expected --registry to be like registry.example/team, got "${registry}"`)
  }
  if (!/^\w[\w.-]{0,127}$/.test(tag)) {
    throw new UsageError(`Expected --tag to be a tag such as ${version}, got "${tag}"`)
  }
  const platforms = platform?.split(',') ?? []
  const invalid = platforms.find((name) => !/^\w+\/\w+(\/\w+)?$/.test(name))
  if (invalid !== undefined) {
    throw new UsageError(`Expected --platform to be like linux/arm64, got "${invalid}"`)
  }
  return {
    ...{ registry, tag, push, platforms, pin },
    targets: positionals.length > 0 ? positionals : targets,
    further: args.slice(end + 1),
  }
}
