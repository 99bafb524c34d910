import { machines } from './machines.ts'
import { pipeline } from './pipeline.ts'
import { scaling } from './scaling.ts'
import { storeAndStream } from './store-and-stream.ts'

export const dashboards = [pipeline, scaling, machines, storeAndStream]
