import { writeFile } from 'node:fs/promises'
import { type Context, controlPlanesOf, gcloud, kubeconfigOf, kubectl, retry } from '../context.ts'
import { type Running, ToolError } from './tools.ts'

/** Port of this machine at which the API server is reached through the tunnel. */
export const apiPort = 16443

/** https://cloud.google.com/iap/docs/faq#error_codes */
const isForbidden = (error: unknown) => error instanceof ToolError && /\b4033\b/.test(error.detail)

/** Fetches the administrator's kubeconfig from the control plane, for the near end of the tunnel. */
export async function fetchKubeconfig(context: Context) {
  const [first] = controlPlanesOf(context)
  if (!first) return
  // The machine boots and installs for two to three minutes.
  const text = await retry(context, { forMs: 600_000, everyMs: 10_000, isFinal: isForbidden }, () =>
    gcloud(
      context,
      ...['compute', 'ssh', first.name, `--zone=${first.zone}`, '--tunnel-through-iap'],
      ...['--command=sudo cat /etc/kubernetes/admin.conf'],
    ),
  )
  const local = text.replace(/server: https:\/\/\S+/, `server: https://127.0.0.1:${apiPort}`)
  if (local === text) throw new Error('Expected a kubeconfig from the control plane')
  await writeFile(kubeconfigOf(context), local, { mode: 0o600 })
}

/** Runs what needs the API server, with a tunnel to it that ends afterwards. */
export async function withTunnel<T>(context: Context, work: () => Promise<T>): Promise<T> {
  const { tools, project } = context
  const [first] = controlPlanesOf(context)
  const args = [
    ...['compute', 'start-iap-tunnel', first?.name ?? '', '6443'],
    ...[`--local-host-port=127.0.0.1:${apiPort}`, `--zone=${first?.zone}`],
    ...[`--project=${project}`, '--quiet'],
  ]
  let tunnel: Running | undefined
  try {
    await retry(context, { forMs: 300_000, everyMs: 2_000 }, async () => {
      if (!tunnel || tunnel.hasEnded()) tunnel = tools.start('gcloud', args)
      await kubectl(context, ['get', '--raw', '/readyz', '--request-timeout=5s'])
    })
    return await work()
  } finally {
    await tunnel?.stop()
  }
}
