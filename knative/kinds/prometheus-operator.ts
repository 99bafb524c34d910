import * as z from 'zod'
import { fields, flag, labelSelector, map, resource, text, texts } from './fields.ts'

/** Prometheus Operator 0.86. https://prometheus-operator.dev/docs/api-reference/api/ */
const relabeling = fields(
  {},
  {
    sourceLabels: texts,
    separator: z.string(),
    targetLabel: text,
    regex: text,
    replacement: text,
    action: z.enum(['replace', 'keep', 'drop', 'labelmap', 'labeldrop', 'labelkeep']),
  },
)
const duration = z.string().regex(/^\d+(ms|s|m|h|d)$/, 'a duration')
const rule = z.union([
  fields({ alert: text, expr: text }, { for: duration, labels: map, annotations: map }),
  fields({ record: text, expr: text }),
])

export const prometheusOperator = [
  resource('monitoring.coreos.com/v1', 'PodMonitor', {
    spec: fields({
      selector: labelSelector,
      podMetricsEndpoints: z.array(
        fields(
          {},
          {
            portNumber: z.int().min(1).max(65_535),
            path: text,
            honorLabels: flag,
            relabelings: z.array(relabeling),
          },
        ),
      ),
    }),
  }),
  resource('monitoring.coreos.com/v1', 'PrometheusRule', {
    spec: fields({ groups: z.array(fields({ name: text, rules: z.array(rule) })) }),
  }),
]
