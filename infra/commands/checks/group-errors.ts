import * as z from 'zod'
import { type Context, gcloud } from '../context.ts'
import { sizesOf } from '../power.ts'
import { ToolError } from '../tools/tools.ts'

/** https://cloud.google.com/compute/docs/reference/rest/v1/instanceGroupManagers/listErrors */
const Errors = z.array(
  z.object({
    error: z.object({ code: z.string(), message: z.string() }),
    timestamp: z.iso.datetime({ offset: true }),
  }),
)
const recentMs = 15 * 60_000

/** Why a group has no machines. */
interface GroupError {
  group: string
  reason: string
}

/**
 * Newest error of each group that has failed to start a machine in the last quarter of an hour. Such a group is made
 * without an error: only its machines do not come, as the zone has none or a quota is used up.
 */
export async function groupErrorsOf(context: Context): Promise<GroupError[]> {
  const errors: GroupError[] = []
  for (const { name, zone } of await sizesOf(context)) {
    const text = await gcloud(
      context,
      ...['compute', 'instance-groups', 'managed', 'list-errors', name],
      ...[`--zone=${zone}`, '--format=json'],
    )
    const newest = Errors.parse(JSON.parse(text))
      .filter(({ timestamp }) => Date.parse(timestamp) > context.now() - recentMs)
      .toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp))
      .at(-1)?.error
    if (newest) errors.push({ group: name, reason: `${newest.code}: ${newest.message}` })
  }
  return errors
}

/** Works. If that fails while a group gets no machines, the error that is thrown has the group's as well. */
export async function orGroupErrors<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const [first] = await groupErrorsOf(context).catch(() => [])
    if (!first) throw error
    const meanwhile = error instanceof Error ? error.message : String(error)
    throw new ToolError('machines of', [first.group], `${first.reason}\n${meanwhile}`)
  }
}
