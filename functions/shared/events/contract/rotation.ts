import * as z from 'zod'

const degrees = [0, 90, 180, 270] as const

/** Degrees clockwise. `enum`: the generator of the OpenAPI document knows literals of one value only. */
export const Rotation = z.literal(degrees).meta({ enum: [...degrees] })
export type Rotation = z.infer<typeof Rotation>
