/** Measurements of `glyphflow.replicas` for a service. */
export function toReplicaMeasurements(
  service: string,
  { wanted, ready }: { wanted: number; ready: number },
) {
  const states = { wanted, ready, starting: Math.max(wanted - ready, 0) }
  return Object.entries(states).map(([state, value]) => ({ labels: { service, state }, value }))
}
