import {
  ComputeFirewall,
  type ComputeFirewallAllow,
} from '@cdktf/provider-google/lib/compute-firewall/index.js'
import type { Construct } from 'constructs'
import { fixed, type Settings } from '../settings.ts'
import type { Network } from './network.ts'

/** Network tags that the rules name. */
export const tagsOf = ({ cluster }: Settings) => ({
  controlPlane: `${cluster}-control-plane`,
  node: `${cluster}-node`,
})

// https://cloud.google.com/iap/docs/using-tcp-forwarding#create-firewall-rule
const iap = ['35.235.240.0/20']
// https://cloud.google.com/load-balancing/docs/firewall-rules
const healthChecks = ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22']

interface Rule {
  from: { sourceTags?: string[]; sourceRanges?: string[] }
  to: string[]
  allow: ComputeFirewallAllow[]
}

const tcp = (...ports: string[]): ComputeFirewallAllow => ({ protocol: 'tcp', ports })

/** What may reach a machine; all else is refused by the network's own rule. */
export function createFirewall(scope: Construct, settings: Settings, { vpc }: Network) {
  const { controlPlane, node } = tagsOf(settings)
  const all = [controlPlane, node]
  const rules: Record<string, Rule> = {
    api: { from: { sourceTags: all }, to: [controlPlane], allow: [tcp('6443')] },
    kubelet: { from: { sourceTags: all }, to: all, allow: [tcp('10250')] },
    overlay: {
      from: { sourceTags: all },
      to: all,
      allow: [{ protocol: 'udp', ports: ['8472'] }],
    },
    iap: { from: { sourceRanges: iap }, to: all, allow: [tcp('22', '6443')] },
  }
  if (settings.publicLink) {
    rules.web = { from: { sourceRanges: ['0.0.0.0/0'] }, to: [node], allow: [tcp('80', '443')] }
    rules.health = { from: { sourceRanges: healthChecks }, to: [node], allow: [tcp('10256')] }
  }
  if (settings.monitoring) {
    // Prometheus reads the autoscaler, which is in the host's network.
    rules.metrics = { from: { sourceTags: [node] }, to: [controlPlane], allow: [tcp('8085')] }
  }
  if (settings.controlPlanes === 3) {
    rules.etcd = {
      from: { sourceTags: [controlPlane] },
      to: [controlPlane],
      allow: [tcp('2379-2380')],
    }
    rules['api-proxy'] = {
      from: { sourceRanges: [fixed.proxyCidr, ...healthChecks] },
      to: [controlPlane],
      allow: [tcp('6443')],
    }
  }
  for (const [name, { from, to, allow }] of Object.entries(rules)) {
    new ComputeFirewall(scope, `allow-${name}`, {
      name: `${settings.cluster}-${name}`,
      network: vpc.id,
      direction: 'INGRESS',
      ...from,
      targetTags: to,
      allow,
    })
  }
}
