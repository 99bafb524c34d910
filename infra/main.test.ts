import { spawnSync } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './temporary-folder.fixture.ts'

/** The program, with shell scripts in place of the tools. */
async function runMain(command: string, scripts: Record<string, string>, input = '') {
  const path = await temporaryFolder()
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(path, name), `#!/bin/sh\n${script}\n`)
    await chmod(join(path, name), 0o755)
  }
  const main = join(import.meta.dirname, 'main.ts')
  const env = { ...process.env, PATH: `${path}:/bin:/usr/bin` }
  const args = [main, command, '--project', 'my-project', '--work', join(path, 'work')]
  return spawnSync(process.execPath, args, { encoding: 'utf8', env, input })
}

const running = '[{ "name": "glyphflow-control-plane-0", "status": "RUNNING" }]'
const asleep = running.replace('RUNNING', 'TERMINATED')

test('a command that cannot go on ends with the sentence and code 1', async () => {
  const { status, stderr } = await runMain('status', {
    gcloud: "echo 'ERROR: Reauthentication failed.' >&2; exit 1",
  })

  expect(stderr).toBe('There is no valid Google login. Run: gcloud auth login\n')
  expect(status).toBe(1)
})

test('status says that there is no cluster', async () => {
  const { stdout, status } = await runMain('status', { gcloud: "echo '[]'" })

  expect(stdout).toBe('There is no cluster.\n')
  expect(status).toBe(0)
})

test.each([
  ['link', '[]', 'There is no cluster. Make it: npm run up -- --project ID\n'],
  ['ssh', asleep, 'The cluster is asleep. Wake it: npm run up\n'],
])('%s says at once that no machine runs: %s', async (command, instances, said) => {
  const { stderr, status } = await runMain(command, { gcloud: `echo '${instances}'` })

  expect(stderr).toBe(said)
  expect(status).toBe(1)
})

const terraformOutput = JSON.stringify({
  address: { value: '203.0.113.10' },
  registry: { value: 'registry' },
  elastic_groups: { value: [] },
})
const gcloud = `case "$*" in
  *'instances list'*) echo '${running}' ;;
  *print-access-token*) echo token ;;
  *start-iap-tunnel*) exec sleep 60 ;;
  *) exit 1 ;;
esac`
const kubectl = `case "$*" in
  *readyz*) echo ok ;;
  *'get secret glyphflow'*) printf 'c2VjcmV0' ;;
  *) exit 1 ;;
esac`

test('link prints address and token, and ends its tunnel', async () => {
  const terraform = `echo '${terraformOutput}'`

  const { stdout, stderr, status } = await runMain('link', { gcloud, kubectl, terraform })

  expect(stderr).toBe('')
  expect(stdout).toBe('http://gateway.glyphflow.203.0.113.10.sslip.io/\ntoken secret\n')
  expect(status).toBe(0)
})

test('link without the state of Terraform says where it looked', async () => {
  const { stderr } = await runMain('link', { gcloud, kubectl, terraform: "echo '{}'" })

  expect(stderr).toMatch(/^Terraform's state is not in .*\/work\/glyphflow\n$/)
})

test('down deletes nothing unless it is told the name', async () => {
  const { stdout, stderr, status } = await runMain('down', { gcloud: 'exit 1' }, 'no\n')

  expect(stdout).toContain('Deletes the cluster glyphflow in my-project with all documents')
  expect(stderr).toContain('Nothing was deleted')
  expect(status).toBe(1)
})

test('a wrong command line ends with the usage', async () => {
  const { stderr, status } = await runMain('upp', {})

  expect(stderr).toContain('got "upp"\n\nUsage: npm run COMMAND')
  expect(status).toBe(1)
})
