import * as z from 'zod'
import { deploy } from '../cluster/deployed.ts'
import { readClusterEnv } from '../cluster/options.ts'
import { toProblems } from '../cluster/verdict.ts'
import { flag, listOf, positiveInt, print, readCommandLine } from '../command-line.ts'
import { toTable } from '../scale/measure/table.ts'
import { type Attacker, openAttacker } from './attacker.ts'
import { attackNames, planAttacks } from './plan.ts'
import { runAttack } from './run-attack.ts'
import { addressOf, findPod, type PodKind, podKinds } from './targets.ts'

const usage = `npm run attack -- node|pod|cpu|drain… [options]
Attacks the pipeline on the cluster of KUBECONFIG under load, in a namespace of its own, and judges every page.
  node             drops all packets of a node
  pod              drops all packets of a pod, of each kind in turn
  cpu              takes the CPU of a pod, of each kind in turn
  drain            drains a node, and lets it take pods again
  --kinds LIST     of pods (default: ${podKinds.join(',')})
  --seconds N      duration of an attack (default 120)
  --rate N         pages a minute that are uploaded meanwhile (default 30)
  --keep           leave the namespace for a look
Environment: as of npm run test:cluster. The nodes need iptables and nsenter, and privileged pods must be allowed.`

if (process.argv.includes('--help')) {
  print(usage)
  process.exit(0)
}
const { options, positionals } = readCommandLine(
  z.object({
    kinds: listOf(z.enum(podKinds)).default([...podKinds]),
    seconds: positiveInt.default(120),
    rate: positiveInt.default(30),
    keep: flag,
  }),
  { allowPositionals: true },
)
const names = z.array(z.enum(attackNames)).min(1, usage).parse(positionals)
const env = readClusterEnv()
const deployed = await deploy({ env, print })
/** Whether a broker or database is reached by its address only. */
const isOutside = async (kind: PodKind) =>
  addressOf(kind, env) !== null && (await findPod(kind, deployed.namespace)) === null
const problems: string[] = []
const rows: string[][] = []
let attacker: Attacker | undefined
try {
  attacker = await openAttacker(`${env.IMAGE_REGISTRY}/gateway:${env.IMAGE_TAG}`)
  for (const plan of planAttacks(names, options.kinds)) {
    if (plan.name === 'cpu' && (await isOutside(plan.kind))) {
      print(`Left out: ${plan.name} ${plan.kind}, which is no pod of this cluster`)
      continue
    }
    const row = await runAttack({ deployed, attacker, env, plan, ...options })
    print(row.line)
    rows.push(row.cells)
    problems.push(...row.problems)
  }
  problems.push(...(await toProblems(deployed.load, print)))
} finally {
  await attacker?.close()
  if (!options.keep) await deployed.remove()
}
print(toTable(['attack', 'page away s', 'stall s', 'back after s', 'repeated'], rows))
for (const problem of problems) print(`! ${problem}`)
process.exit(problems.length > 0 ? 1 : 0)
