/** Upper bounds of histogram buckets, in seconds. Prometheus cannot read exponential ones from its exporter. */
export const buckets = {
  /** From an append of some ms to the longest delivery. */
  stage: [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60, 180,
  ],
  /** 60 s is the objective of a page. */
  page: [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 45, 60, 120, 300, 900],
  /** Starts of processes. */
  start: [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20],
  /** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
  http: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  /** https://opentelemetry.io/docs/specs/semconv/runtime/v8js-metrics/#metric-v8jsgcduration, and shorter ones. */
  gc: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1, 10],
} as const
