/** SQL that takes a database from one version of its schema to another; from 0, which is an empty one, to the newest. */
export interface SchemaStep {
  from: number
  to: number
  sql: string
}

/**
 * The steps that take a database of version `found` to `newest`, none where it is there. Throws an error that says
 * what to do where no steps lead there: such a database stays as it is. `elsewhere` is how to use another one.
 */
export function stepsTo(
  newest: number,
  { found, steps, elsewhere }: { found: number; steps: SchemaStep[]; elsewhere: string },
): SchemaStep[] {
  const taken: SchemaStep[] = []
  for (let version = found; version !== newest; ) {
    const step = steps.find(({ from }) => from === version)
    if (!step) throw new Error(refusal(found, newest, elsewhere))
    taken.push(step)
    version = step.to
  }
  return taken
}

function refusal(found: number, newest: number, elsewhere: string): string {
  return found > newest
    ? `its schema version is ${found}, newer than this Glyphflow's ${newest}. Run the newer Glyphflow, or ${elsewhere}`
    : `its schema version is ${found}, older than this Glyphflow's ${newest}, which does not convert it. Run the older Glyphflow, or ${elsewhere}`
}
