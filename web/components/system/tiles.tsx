import type { System, SystemHistory } from '../../../functions/shared/http/system-api.ts'
import { formatDollars, formatNumber, formatRate } from '../../format/quantity.ts'
import { toReaders } from '../../format/readers.ts'
import { ratesOf } from '../../system/rates.ts'

/** What matters first: the queue, the readers, what goes in and out, failures, what reads, and what it costs. */
export function Tiles({ system, history }: { system: System; history: SystemHistory | null }) {
  const { queuedPages, deadLetters, reader, topics, dollarsPerHour } = system
  const readers = toReaders(system.services)
  const rates = ratesOf(history, topics)
  return (
    <dl class="tiles">
      <div>
        <dt>Pages waiting</dt>
        <dd>{formatNumber(queuedPages)}</dd>
        <dd class="tile-note">{describe(rates.in, 'coming in')}</dd>
      </div>
      {readers && (
        <div>
          <dt>Readers</dt>
          <dd>{readers.text}</dd>
          <dd class="tile-note">{describe(rates.out, 'done')}</dd>
        </div>
      )}
      <div>
        <dt>Dead letters</dt>
        <dd class={deadLetters.waiting > 0 ? 'bad' : ''}>{formatNumber(deadLetters.waiting)}</dd>
        <dd class="tile-note">{deadLetters.waiting > 0 ? 'given up' : 'nothing given up'}</dd>
      </div>
      {reader && (
        <div>
          <dt>Engine and model</dt>
          <dd class="tile-words">{reader.engine}</dd>
          <dd class="tile-note">{reader.model}</dd>
        </div>
      )}
      {dollarsPerHour !== null && (
        <div>
          <dt>Cost</dt>
          <dd>{`${formatDollars(dollarsPerHour)} an hour`}</dd>
          <dd class="tile-note">with nothing to read</dd>
        </div>
      )}
    </dl>
  )
}

function describe(rate: number | null, what: string): string {
  if (rate === null) return ''
  return rate === 0 ? `none ${what}` : `${formatRate(rate)} ${what}`
}
