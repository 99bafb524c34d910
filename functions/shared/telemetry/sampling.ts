/**
 * Decides whether a trace is recorded, from its id, and from whether the span that causes it is: undefined without
 * one.
 */
export type Sampler = (traceId: string, isCauseSampled: boolean | undefined) => boolean

/** https://opentelemetry.io/docs/specs/otel/trace/sdk/#parentbased */
const parentBased =
  (root: Sampler): Sampler =>
  (traceId, isCauseSampled) =>
    isCauseSampled ?? root(traceId, undefined)

const always: Sampler = () => true
const never: Sampler = () => false

export const defaultSampler = parentBased(always)

/**
 * The sampler that OTEL_TRACES_SAMPLER names; the default for an unknown name. The SDK's own comes too late: a context
 * tells others from its first moment whether its trace is recorded.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function samplerOf(env: Record<string, string | undefined>): Sampler {
  const ofRatio = createRatioSampler(toRatio(env.OTEL_TRACES_SAMPLER_ARG))
  const samplers: Record<string, Sampler> = {
    always_on: always,
    always_off: never,
    traceidratio: ofRatio,
    parentbased_always_on: defaultSampler,
    parentbased_always_off: parentBased(never),
    parentbased_traceidratio: parentBased(ofRatio),
  }
  const name = env.OTEL_TRACES_SAMPLER?.trim() ?? ''
  return Object.hasOwn(samplers, name) ? (samplers[name] ?? defaultSampler) : defaultSampler
}

/** Chooses the same traces as the SDKs of other services: by the exclusive or of the id's four parts. */
function createRatioSampler(ratio: number): Sampler {
  const bound = ratio === 1 ? 2 ** 32 : Math.floor(ratio * (2 ** 32 - 1))
  return (traceId) => {
    const parts = traceId.match(/.{8}/g) ?? []
    return parts.reduce((all, part) => (all ^ Number.parseInt(part, 16)) >>> 0, 0) < bound
  }
}

/** 1, as in the SDK, unless a number from 0 to 1 is given. */
function toRatio(value = ''): number {
  const ratio = value.trim() === '' ? 1 : Number(value)
  return ratio >= 0 && ratio <= 1 ? ratio : 1
}
