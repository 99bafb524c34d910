import manifest from '../../../../package.json' with { type: 'json' }

/** Who measures. */
export interface Identity {
  /** Name of the process: its service. */
  service: string
  /** Revision in Knative. */
  revision: string | undefined
  /** Name of the pod, or of the machine. */
  host: string | undefined
  /** Unique id of the process: replicas of one machine have the same names. */
  instance: string
}

/** Version of Glyphflow. */
export const { version } = manifest

/** Attributes of the resource: https://opentelemetry.io/docs/specs/semconv/resource/ */
export function attributesOf({ service, revision, host, instance }: Identity) {
  return {
    'service.name': service,
    'service.version': version,
    'service.instance.id': instance,
    ...(revision && { 'faas.version': revision }),
    ...(host && { 'host.name': host }),
  }
}
