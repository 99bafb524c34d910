import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
})

test('the lockfile has the packages of all platforms, independent of where it was written', () => {
  const { packages } = Lockfile.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')),
  )
  const optional = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies))

  const isPinned = (name: string) =>
    Object.entries(packages).some(
      ([path, { integrity }]) => path.endsWith(`node_modules/${name}`) && integrity,
    )

  expect(optional.length).toBeGreaterThan(0)
  expect(optional.filter((name) => !isPinned(name))).toEqual([])
})
