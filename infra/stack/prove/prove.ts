// Makes each profile with Terraform and Google's own provider on a stand-in for Google's APIs: validate, apply, a plan
// without changes, destroy, nothing left. It needs the internet for the provider, but no project and no login.
//   npm run prove [-- lean|default|available]
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTools } from '../../commands/tools/tools.ts'
import { type ProfileName, profiles, settingsOf } from '../../settings.ts'
import { synthesize } from '../synth.ts'
import { startGoogle } from './google.ts'

/** Provider settings that lead each API to the stand-in. Versions 6 and 7 have other names for that of IAM. */
const providerOf = (root: string) => ({
  access_token: 'none',
  compute_custom_endpoint: `${root}/compute/v1/`,
  iam_custom_endpoint: `${root}/iam/v1/`,
  iam_beta_custom_endpoint: `${root}/iam/v1/`,
  resource_manager_custom_endpoint: `${root}/crm/v1/`,
  cloud_resource_manager_custom_endpoint: `${root}/crm/v1/`,
  secret_manager_custom_endpoint: `${root}/secrets/v1/`,
  artifact_registry_custom_endpoint: `${root}/artifacts/v1/`,
})

async function prove(profile: ProfileName) {
  const tools = createTools()
  const google = await startGoogle()
  const cwd = await mkdtemp(join(tmpdir(), 'glyphflow-prove-'))
  const terraform = async (args: string[], env: Record<string, string> = {}) => {
    const start = performance.now()
    await tools.run('terraform', [...args, '-no-color'], {
      cwd,
      // A plan says what would change, and ends with 2 if something would.
      show: args[0] === 'plan',
      env: { TF_INPUT: '0', TF_VAR_project: 'my-project', CHECKPOINT_DISABLE: '1', ...env },
    })
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    process.stdout.write(`${profile}  terraform ${args[0]}  ${seconds} s\n`)
  }
  try {
    await writeFile(join(cwd, 'main.tf.json'), synthesize(settingsOf(profile)))
    const override = { provider: { google: [providerOf(google.root)] } }
    await writeFile(join(cwd, 'override.tf.json'), JSON.stringify(override))
    await terraform(['init'])
    await terraform(['validate'])
    // Whatever else than the stand-in is called is refused.
    const alone = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' }
    await terraform(['apply', '-auto-approve'], alone)
    const made = google.left().length
    if (made === 0) throw new Error('Expected Terraform to call the stand-in, got no call')
    await terraform(['plan', '-detailed-exitcode'], alone)
    await terraform(['destroy', '-auto-approve'], alone)
    const left = google.left()
    if (left.length > 0) throw new Error(`Still there after destroy:\n${left.join('\n')}`)
    process.stdout.write(`${profile}  ${made} made, none left\n`)
  } finally {
    google.close()
    await rm(cwd, { recursive: true, force: true })
  }
}

const chosen = process.argv.slice(2)
for (const profile of Object.keys(profiles) as ProfileName[]) {
  if (chosen.length === 0 || chosen.includes(profile)) await prove(profile)
}
