/** Migration of a database from one schema version to another; version 0 is an empty database. */
export interface SchemaStep {
  from: number
  to: number
  sql: string
}

/**
 * Steps that migrate a database from version `found` to `newest`, none if they are equal. Throws an error with a
 * remedy if there are no such steps: the database stays unchanged. `elsewhere` tells how to use another database.
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
