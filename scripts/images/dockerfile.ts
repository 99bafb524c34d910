/** Stage of a Dockerfile. */
export interface Stage {
  name: string
  from: string
  /** Instructions with their arguments, continued lines joined. */
  instructions: { keyword: string; args: string }[]
}

/** Stages of a Dockerfile; those with a command are the targets that run. */
export function stagesOf(dockerfile: string): Stage[] {
  const lines = dockerfile
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  const stages: Stage[] = []
  for (const line of lines) {
    const [, keyword = '', args = ''] = line.match(/^([A-Z]+) +(.*)$/) ?? []
    const [, from = '', name = ''] = (keyword === 'FROM' && args.match(/^(\S+) AS (\S+)$/)) || []
    if (name) stages.push({ name, from, instructions: [] })
    else if (keyword) stages.at(-1)?.instructions.push({ keyword, args })
  }
  return stages
}

export function targetsOf(dockerfile: string): string[] {
  return stagesOf(dockerfile)
    .filter(({ instructions }) => instructions.some(({ keyword }) => keyword === 'CMD'))
    .map(({ name }) => name)
}

const base = /^ARG BASE=([^\s@]+)(@\S+)?$/m

/** Base image without its digest. */
export function baseOf(dockerfile: string): string {
  return dockerfile.match(base)?.[1] ?? ''
}

export function withDigest(dockerfile: string, digest: string): string {
  return dockerfile.replace(base, `ARG BASE=$1@${digest}`)
}
