import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge'
import * as common from '@grafana/grafana-foundation-sdk/common'
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import { toString as toPromql } from '@grafana/promql-builder'
import type { Expression } from './series.ts'

/** Panel of a dashboard. `queries`: expression by legend, in which `{{label}}` is the value of a label. */
export interface Panel {
  title: string
  /** The question that it answers. */
  about: string
  /** Unit of Grafana: https://pkg.go.dev/github.com/grafana/grafana-foundation-sdk/go/units */
  unit: string
  queries: Record<string, Expression>
  /** Lines (default), stacked lines, the latest value, its legend in place of it, or a bar for each latest value. */
  as?: 'lines' | 'stack' | 'value' | 'name' | 'bars'
}

export interface DashboardOptions {
  /** Name of its file. */
  name: string
  title: string
  description: string
  rows: Record<string, Panel[]>
  variables?: { build(): VariableModel }[]
}

const columns = 24
/** The variable, which Grafana replaces. */
const datasource = { type: 'prometheus', uid: '$datasource' }

/** A dashboard of Grafana; panels of a row share its width. */
export function dashboardOf({ name, title, description, rows, variables = [] }: DashboardOptions) {
  const dashboard = new DashboardBuilder(`Glyphflow: ${title}`)
    .uid(`glyphflow-${name}`)
    .description(description)
    .tags(['glyphflow'])
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('10s')
    .withVariable(
      new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'),
    )
  for (const variable of variables) dashboard.withVariable(variable)
  for (const [row, panels] of Object.entries(rows)) {
    dashboard.withRow(new RowBuilder(row))
    for (const [index, panel] of panels.entries()) {
      const isWider = index < columns % panels.length
      dashboard.withPanel(toPanel(panel, Math.floor(columns / panels.length) + Number(isWider)))
    }
  }
  return dashboard.build()
}

function toPanel({ title, about, unit, queries, as = 'lines' }: Panel, span: number) {
  const isSmall = as === 'value' || as === 'name'
  const isLatest = isSmall || as === 'bars'
  const panel = emptyPanel(as)
    .title(title)
    .description(about)
    .unit(unit)
    .min(0)
    .span(span)
    .height(isSmall ? 4 : 8)
    .datasource(datasource)
  for (const [index, [legend, expression]] of Object.entries(queries).entries()) {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode('A'.charCodeAt(0) + index))
      .expr(toPromql(expression.build()))
      .legendFormat(legend)
    panel.withTarget(isLatest ? query.instant() : query.range())
  }
  return panel
}

function emptyPanel(as: NonNullable<Panel['as']>) {
  const latest = new common.ReduceDataOptionsBuilder().calcs(['lastNotNull'])
  if (as === 'value') return new stat.PanelBuilder().reduceOptions(latest)
  if (as === 'name') {
    return new stat.PanelBuilder()
      .reduceOptions(latest)
      .textMode(common.BigValueTextMode.Name)
      .graphMode(common.BigValueGraphMode.None)
  }
  if (as === 'bars') {
    return new bargauge.PanelBuilder()
      .reduceOptions(latest)
      .orientation(common.VizOrientation.Horizontal)
  }
  const isStack = as === 'stack'
  const { Normal, None } = common.StackingMode
  return new timeseries.PanelBuilder()
    .legend(new common.VizLegendOptionsBuilder().showLegend(true))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
    .fillOpacity(isStack ? 30 : 0)
    .stacking(new common.StackingConfigBuilder().mode(isStack ? Normal : None))
}
