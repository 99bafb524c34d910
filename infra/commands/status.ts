import { billOf, idle } from '../cost/bill.ts'
import { groupErrorsOf } from './checks/group-errors.ts'
import { type Context, kubectl } from './context.ts'
import { linkOf } from './link.ts'
import { instancesOf, sizesOf } from './power.ts'
import { outputsOf } from './tools/terraform.ts'
import { withTunnel } from './tools/tunnel.ts'

/** Prints machines, nodes, pods that do not run, the link and what an hour costs. */
export async function status(context: Context) {
  const { print, settings } = context
  const instances = await instancesOf(context)
  if (instances.length === 0) return print('There is no cluster.')
  for (const { name, status } of instances) print(`machine  ${name}  ${status}`)
  for (const { name, size, group } of await sizesOf(context)) {
    print(`group    ${name}  ${size} of ${group.min} to ${group.max}`)
  }
  for (const { group, reason } of await groupErrorsOf(context)) {
    print(`problem  ${group}  ${reason}`)
  }
  const bill = billOf(settings, idle)
  if (instances.every(({ status }) => status === 'TERMINATED')) {
    return print(`Asleep, $${bill.asleepDollarsPerHour.toFixed(3)} an hour.`)
  }
  await withTunnel(context, async () => {
    print(await kubectl(context, ['get', 'nodes', '-o', 'wide']))
    const filter = '--field-selector=status.phase!=Running,status.phase!=Succeeded'
    print(await kubectl(context, ['get', 'pods', '--all-namespaces', filter]))
  })
  const outputs = await outputsOf(context)
  if (outputs) print(`link     ${linkOf(outputs)}`)
  print(`cost     $${bill.dollarsPerHour.toFixed(2)} an hour without burst machines`)
}
