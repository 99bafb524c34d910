import { readCommandLine } from '../command-line.ts'
import { drillCommand } from './command.ts'
import { flatCommand } from './flat.ts'
import { Options } from './options.ts'
import { poisonPageCommand } from './poison-page/poison-page.ts'

/**
 * npm run drill -- [--seed N] [--pages 10000] [--real 200] [--faults kill,stop,…] [--rounds N]
 *                  [--keep] [--json]
 * npm run drill -- --over kafka,postgres [--seed N] [--pages 10000] [--real 200] [--faults kill,stop,…]
 *                  [--rounds 18] [--overlaps 6] [--longest 30] [--keep] [--json]
 * npm run drill -- --flat [--pages 100000]
 * npm run drill -- --poison-page [--over kafka] [--pages 200] [--rounds 3]
 *
 * Injects faults into the real system while pages are uploaded, and reports pages lost, made up, duplicated or wrong;
 * the exit code is 1 if there are any, or if a process was damaged, crashed or failed to start without a cause.
 * With --rounds each round has its own pages and one kind of short faults.
 *
 * --over runs two runtimes over three brokers and PostgreSQL: --rounds single faults, then --overlaps pairs of
 * concurrent faults, each lasting up to --longest seconds.
 * --flat injects no faults, and prints the sizes of store and log, with documents kept and with documents deleted.
 * --poison-page measures how much longer other pages take beside one that crashes its replica at every delivery;
 * over Kafka, 999 stub pages on a single partition.
 */
const { options } = readCommandLine(Options)

process.exit(await chosen()(options))

function chosen() {
  if (options.flat) return flatCommand
  return options['poison-page'] ? poisonPageCommand : drillCommand
}
