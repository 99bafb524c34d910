import * as z from 'zod'
import { fields, map, quantity, resource, resources, text } from './fields.ts'

/** CloudNativePG 1.28. https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/ */
const initdb = fields({}, { database: text, owner: text, encoding: text })
const synchronous = fields({ method: z.enum(['any', 'first']), number: z.int().min(1) })

export const cloudNativePg = [
  resource('postgresql.cnpg.io/v1', 'Cluster', {
    spec: fields(
      { instances: z.int().min(1) },
      {
        imageName: text,
        bootstrap: fields({ initdb }),
        postgresql: fields({}, { parameters: map, synchronous }),
        affinity: fields(
          {},
          { podAntiAffinityType: z.enum(['preferred', 'required']), topologyKey: text },
        ),
        storage: fields({ size: quantity }),
        resources,
      },
    ),
  }),
]
