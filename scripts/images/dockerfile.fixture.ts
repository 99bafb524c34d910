import type { Stage } from './dockerfile.ts'

/** Stages that a stage is built from, and itself, first to last. */
export function lineage(stages: Stage[], name: string): Stage[] {
  const stage = stages.find((candidate) => candidate.name === name)
  return stage ? [...lineage(stages, stage.from), stage] : []
}

/** Function that finds the arguments of an instruction in a stage and those before it. */
export function lineOf(stages: Stage[], name: string) {
  const instructions = lineage(stages, name).flatMap((stage) => stage.instructions)
  return (keyword: string) =>
    instructions.filter((each) => each.keyword === keyword).map(({ args }) => args)
}

/** COPY: sources and destination, and the stage that they come from. */
export function copiesOf(stages: Stage[]) {
  return stages.flatMap(({ instructions }) =>
    instructions
      .filter(({ keyword }) => keyword === 'COPY')
      .map(({ args }) => {
        const [, from = null, paths = ''] = args.match(/^(?:--from=(\S+) )?(.*)$/) ?? []
        const [to = '', ...sources] = paths.split(/ +/).toReversed()
        return { from, to, sources }
      }),
  )
}

/** Paths of the project that are copied by name. */
export function contextPathsOf(stages: Stage[]): string[] {
  return copiesOf(stages)
    .filter(({ from }) => from === null)
    .flatMap(({ sources }) => sources)
    .filter((path) => path !== '.')
}

/** Packages that the stages `packages` collects below /packages/<name>. */
export function packagePathsOf(stages: Stage[], name?: string): string[] {
  const collects = stages.flatMap(({ instructions }) =>
    instructions.flatMap(({ args }) => [
      ...args.matchAll(/cp -a --parents -t \/packages\/(\S+) ([^&]+)/g),
    ]),
  )
  return collects
    .filter(([, folder]) => name === undefined || folder === name)
    .flatMap(([, , paths = '']) => paths.trim().split(/ +/))
}

export interface Contents {
  /** Paths of the project, those of packages included. */
  project: string[]
  /** Paths of the build. */
  built: string[]
}

/** What a target has below /app. */
export function contentsOf(stages: Stage[], target: string): Contents {
  const copies = copiesOf(lineage(stages, target))
  const sourcesFrom = (stage: string | null) =>
    copies.filter(({ from }) => from === stage).flatMap(({ sources }) => sources)
  const packages = sourcesFrom('packages').flatMap((path) =>
    path.startsWith('/packages/') ? packagePathsOf(stages, path.slice('/packages/'.length)) : [],
  )
  return {
    project: [...sourcesFrom(null), ...packages],
    built: sourcesFrom('build').map((path) => path.replace(/^\/out\//, '')),
  }
}
