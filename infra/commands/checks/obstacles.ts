import { ToolError } from '../tools/tools.ts'

const console_ = 'https://console.cloud.google.com'

/** Usual obstacles: what the tools say about them, and what the operator does. The first that fits is told. */
const obstacles: [said: RegExp, sentence: string][] = [
  [
    /spawn gcloud ENOENT/,
    'gcloud is not in the PATH. Install it: https://cloud.google.com/sdk/docs/install',
  ],
  [
    /spawn terraform ENOENT/,
    'terraform is not in the PATH. Install it: https://developer.hashicorp.com/terraform/install',
  ],
  [
    /spawn kubectl ENOENT/,
    'kubectl is not in the PATH. Install it: gcloud components install kubectl',
  ],
  [
    /active account selected|Reauthentication|gcloud auth login|invalid_grant/i,
    'There is no valid Google login. Run: gcloud auth login',
  ],
  [
    /billing account|BILLING_DISABLED|UREQ_PROJECT_BILLING/i,
    `The project has no billing account. Link one: ${console_}/billing/projects`,
  ],
  [
    /SERVICE_DISABLED|has not been used in project|API has not been enabled/i,
    'An API was turned on only just now, or is off. Repeat the command in two minutes.',
  ],
  [
    /ZONE_RESOURCE_POOL_EXHAUSTED|does not have enough resources available/i,
    'The zone has no such machines at present. Repeat later, or choose other zones in settings.ts.',
  ],
  [
    /QUOTA_EXCEEDED|quota .*exceeded/i,
    `A quota of the project is used up. Ask for more (${console_}/iam-admin/quotas), or use a smaller profile.`,
  ],
  [
    /Error acquiring the state lock/i,
    'Terraform works on this cluster elsewhere, or was ended by force. If nothing else runs: terraform force-unlock ID in the folder work/',
  ],
  [
    /4033: 'not authorized'/,
    'The account may not open a tunnel to the machines. An owner of the project gives it the role: gcloud projects ' +
      'add-iam-policy-binding PROJECT --member=user:ACCOUNT --role=roles/iap.tunnelResourceAccessor',
  ],
  [
    /project .*(not found|does not exist)|may not exist|CONSUMER_INVALID|valid project/i,
    'The project does not exist, or the account may not see it. List yours: gcloud projects list',
  ],
  [
    /PERMISSION_DENIED|does not have permission|Required '.*' permission|403/i,
    'The account lacks a permission. An owner of the project has all that are needed.',
  ],
]

/** What to do about an error, or undefined if it is none of the usual ones. */
export function sentenceFor(error: unknown): string | undefined {
  if (!(error instanceof ToolError)) return undefined
  return obstacles.find(([said]) => said.test(error.detail))?.[1]
}
