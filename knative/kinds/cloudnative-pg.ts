import * as z from 'zod'
import { fields, flag, map, quantity, resource, resources, text, texts } from './fields.ts'
import { topologySpread } from './pod.ts'

/** CloudNativePG 1.28. https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/ */
const storage = fields({ size: quantity }, { storageClass: text, resizeInUseVolumes: flag })
const initdb = fields(
  {},
  {
    database: text,
    owner: text,
    secret: fields({ name: text }),
    encoding: text,
    localeCollate: text,
    localeCType: text,
    dataChecksums: flag,
    postInitSQL: texts,
    postInitApplicationSQL: texts,
  },
)
const synchronous = fields(
  { method: z.enum(['any', 'first']), number: z.int().min(1) },
  { dataDurability: z.enum(['required', 'preferred']), maxStandbyNamesFromCluster: z.int() },
)

export const cloudNativePg = [
  resource('postgresql.cnpg.io/v1', 'Cluster', {
    spec: fields(
      { instances: z.int().min(1) },
      {
        imageName: text,
        bootstrap: fields({ initdb }),
        postgresql: fields({}, { parameters: map, synchronous, pg_hba: texts }),
        affinity: fields(
          {},
          {
            enablePodAntiAffinity: flag,
            podAntiAffinityType: z.enum(['preferred', 'required']),
            topologyKey: text,
            nodeSelector: map,
          },
        ),
        topologySpreadConstraints: topologySpread,
        storage,
        walStorage: storage,
        resources,
        enablePDB: flag,
        enableSuperuserAccess: flag,
        primaryUpdateStrategy: z.enum(['unsupervised', 'supervised']),
        primaryUpdateMethod: z.enum(['switchover', 'restart']),
      },
    ),
  }),
]
