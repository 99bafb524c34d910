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
 * Breaks the real thing while pages are uploaded, and tells what is lost, made up, twice or wrong; the exit
 * code says whether anything is, or is damaged, or ended or would not start without a cause. With --rounds
 * each round has pages of its own and one kind of fault, all of them short.
 *
 * --over breaks two runtimes over three brokers and a PostgreSQL: --rounds faults one at a time, then
 * --overlaps times two at once, held for --longest seconds.
 * --flat breaks nothing, and tells how large store and log become, while documents stay and while they are
 * deleted.
 * --poison-page tells how much longer real pages take beside one that ends its replica at every attempt; over
 * Kafka 999 stub pages, all on one partition.
 */
const { options } = readCommandLine(Options)

process.exit(await chosen()(options))

function chosen() {
  if (options.flat) return flatCommand
  return options['poison-page'] ? poisonPageCommand : drillCommand
}
