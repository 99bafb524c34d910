import { isFiltered, kindNames, noFilter, statusNames } from '../../library/filter.ts'
import type { Navigation } from '../../routing/navigation.ts'
import { Icon } from '../icon.tsx'
import { DateMenu } from './date-menu.tsx'

/** Which documents are listed, by state, kind, date and batch. */
export function Filters({ navigation }: { navigation: Navigation }) {
  const { filter } = navigation.route.value
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="filters" role="group" aria-label="Filter">
      <Choice
        label="State"
        any="Any state"
        names={statusNames}
        value={filter.status}
        onChoice={(status) => navigation.filter({ status })}
      />
      <Choice
        label="Kind"
        any="Any kind"
        names={kindNames}
        value={filter.kind}
        onChoice={(kind) => navigation.filter({ kind })}
      />
      <DateMenu navigation={navigation} />
      {filter.batch !== null && (
        <button
          type="button"
          class="filter filter-set"
          title="Show the documents of all batches"
          onClick={() => navigation.filter({ batch: null })}
        >
          One batch
          <Icon name="close" />
        </button>
      )}
      {isFiltered(filter) && (
        <button type="button" class="quiet" onClick={() => navigation.filter(noFilter)}>
          Clear
        </button>
      )}
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  /** Name of no choice. */
  any: string
  names: readonly (readonly [Value, string])[]
  value: Value | null
  onChoice: (value: Value | null) => void
}

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, any, names, value, onChoice } = props
  return (
    <select
      class={value === null ? 'filter' : 'filter filter-set'}
      aria-label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) =>
        onChoice(names.find(([each]) => each === currentTarget.value)?.[0] ?? null)
      }
    >
      <option value="">{any}</option>
      {names.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  )
}
