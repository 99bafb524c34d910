import { spawnSync } from 'node:child_process'
import { CommandError } from '../command/command-error.ts'
import type { ImagesOptions } from './options.ts'

const builders = ['docker', 'podman', 'buildah'] as const
export type Builder = (typeof builders)[number]

/** The first builder that works here: docker is often installed without its daemon. */
export function findBuilder(): Builder {
  const found = builders.find((name) => spawnSync(name, ['version']).status === 0)
  if (found) return found
  throw new CommandError('Expected docker, podman or buildah to be installed and to work')
}

export interface Command {
  args: string[]
  /** Whether a failure has no meaning. */
  mayFail?: boolean
}

export interface Image extends Pick<ImagesOptions, 'push' | 'platforms' | 'further'> {
  target: string
  /** With registry and tag. */
  name: string
  labels: Record<string, string>
}

/** Commands that build and push one image; in the folder of the Dockerfile. */
export function commandsFor(builder: Builder, image: Image): Command[] {
  const labels = Object.entries(image.labels).flatMap(([key, value]) => [
    '--label',
    `${key}=${value}`,
  ])
  const platforms = image.platforms.length > 0 ? ['--platform', image.platforms.join(',')] : []
  const common = ['--target', image.target, ...labels, ...platforms, ...image.further, '.']
  return builder === 'docker' ? byDocker(image, common) : byPodman(image, common)
}

function byDocker({ name, push, platforms }: Image, common: string[]): Command[] {
  if (platforms.length > 1 && !push) {
    throw new CommandError('Expected --push with several platforms: docker keeps images of one')
  }
  return [{ args: ['buildx', 'build', '--tag', name, push ? '--push' : '--load', ...common] }]
}

/** podman, and buildah, whose commands are the same. Several platforms form a manifest list. */
function byPodman({ name, push, platforms }: Image, common: string[]): Command[] {
  if (platforms.length < 2) {
    return [
      { args: ['build', '--layers', '--tag', name, ...common] },
      ...(push ? [{ args: ['push', name] }] : []),
    ]
  }
  return [
    // A build adds to a list that exists.
    { args: ['manifest', 'rm', name], mayFail: true },
    { args: ['build', '--layers', '--manifest', name, ...common] },
    ...(push ? [{ args: ['manifest', 'push', '--all', name, `docker://${name}`] }] : []),
  ]
}
