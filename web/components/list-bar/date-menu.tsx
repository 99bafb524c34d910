import { formatDay } from '../../format/moment.ts'
import { dayOf, type Filter, toDay } from '../../library/filter.ts'
import type { Navigation } from '../../routing/navigation.ts'
import { Menu } from '../menu.tsx'

const presets: [string, days: number][] = [
  ['Today', 1],
  ['Last 7 days', 7],
  ['Last 30 days', 30],
]

/** Days of the upload: one of the usual spans, or any. */
export function DateMenu({ navigation }: { navigation: Navigation }) {
  const { from, to } = navigation.route.value.filter
  const isSet = from !== null || to !== null
  const label = <span>{describe({ from, to }, new Date())}</span>
  return (
    <div class={isSet ? 'filter-menu filter-set' : 'filter-menu'}>
      <Menu name="Days of the upload" icon="calendar" label={label}>
        {(close) => (
          <div class="menu-form">
            <div class="date-presets">
              {presets.map(([name, days]) => (
                <button
                  key={name}
                  type="button"
                  class="quiet"
                  onClick={() => {
                    close()
                    navigation.filter({ from: toDay(daysAgo(days - 1)), to: null })
                  }}
                >
                  {name}
                </button>
              ))}
            </div>
            <Day label="From" value={from} onDay={(day) => navigation.filter({ from: day })} />
            <Day label="To" value={to} onDay={(day) => navigation.filter({ to: day })} />
            {isSet && (
              <button
                type="button"
                class="quiet"
                onClick={() => {
                  close()
                  navigation.filter({ from: null, to: null })
                }}
              >
                Any date
              </button>
            )}
          </div>
        )}
      </Menu>
    </div>
  )
}

interface DayProps {
  label: string
  value: string | null
  onDay: (day: string | null) => void
}

function Day({ label, value, onDay }: DayProps) {
  return (
    <label>
      {label}
      <input
        type="date"
        max="9998-12-31"
        value={value ?? ''}
        onChange={({ currentTarget }) => onDay(dayOf(currentTarget.value))}
      />
    </label>
  )
}

function daysAgo(days: number): Date {
  const at = new Date()
  at.setDate(at.getDate() - days)
  return at
}

function describe({ from, to }: Pick<Filter, 'from' | 'to'>, now: Date): string {
  if (from === null && to === null) return 'Any date'
  if (from === null) return `Until ${formatDay(to ?? '', now)}`
  if (to === null) return `Since ${formatDay(from, now)}`
  if (from === to) return formatDay(from, now)
  return `${formatDay(from, now)} – ${formatDay(to, now)}`
}
