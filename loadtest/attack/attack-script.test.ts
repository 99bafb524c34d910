import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test("Kubernetes leaves the script as it is: it changes $$ and $(NAME) in a container's command", () => {
  const script = readFileSync(join(import.meta.dirname, 'attack.sh'), 'utf8')

  // https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
  expect(script).not.toContain('$$')
  expect(script.match(/\$\([A-Z_]+\)/g)).toBeNull()
})
