import { rm } from 'node:fs/promises'
import { deleteUnknown, leftoversOf } from './checks/leftovers.ts'
import { checkTools } from './checks/preflight.ts'
import type { Context } from './context.ts'
import { sleepMachines } from './power.ts'
import { runSteps } from './steps.ts'
import { destroyStack } from './tools/terraform.ts'

/** Stops the machines and keeps everything else, for the night. `up` starts them again. */
export async function sleepCluster(context: Context) {
  await runSteps(
    context,
    [
      { name: 'Programs and login', usually: '3 s', run: () => checkTools(context) },
      { name: 'Stop machines', usually: '1 minute', run: () => sleepMachines(context) },
    ],
    'npm run down -- --keep-state',
  )
  context.print('Asleep: nothing runs, disks and addresses stay. "npm run up" starts it again.')
}

/** Deletes the cluster with all that it stored, and throws if anything of it is left. */
export async function down(context: Context) {
  await runSteps(
    context,
    [
      { name: 'Programs and login', usually: '3 s', run: () => checkTools(context) },
      {
        name: 'Delete machines, network, identities, images',
        usually: '2 to 3 minutes',
        run: () => destroyStack(context),
      },
      {
        name: 'Delete claimed disks and snapshots',
        usually: '20 s',
        run: () => deleteUnknown(context),
      },
      {
        name: 'Look for what is left',
        usually: '15 s',
        run: async () => {
          const left = await leftoversOf(context)
          if (left.length > 0) throw new Error(`Still there, and may cost:\n${left.join('\n')}`)
        },
      },
    ],
    'npm run down',
  )
  await rm(context.folder, { recursive: true, force: true })
  context.print('Gone: nothing with the name or label of the cluster is left.')
}
