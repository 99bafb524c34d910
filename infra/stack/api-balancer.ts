import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule/index.js'
import type { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance/index.js'
import { ComputeInstanceGroup } from '@cdktf/provider-google/lib/compute-instance-group/index.js'
import { ComputeRegionBackendService } from '@cdktf/provider-google/lib/compute-region-backend-service/index.js'
import { ComputeRegionHealthCheck } from '@cdktf/provider-google/lib/compute-region-health-check/index.js'
import { ComputeRegionTargetTcpProxy } from '@cdktf/provider-google/lib/compute-region-target-tcp-proxy/index.js'
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork/index.js'
import type { Construct } from 'constructs'
import { fixed, type Settings, zonesOf } from '../settings.ts'
import type { Network } from './network.ts'

/**
 * Proxy load balancer in front of three API servers. Not a passthrough one: a backend that calls the address of a
 * passthrough load balancer always reaches itself, so the second control plane could never join
 * (kubernetes-sigs/cluster-api-provider-gcp#1407).
 */
export function createApiBalancer(
  scope: Construct,
  settings: Settings,
  network: Network,
  machines: ComputeInstance[],
) {
  const { cluster, region } = settings
  const name = `${cluster}-api`
  const proxies = new ComputeSubnetwork(scope, 'proxies', {
    name: `${cluster}-proxies`,
    network: network.vpc.id,
    region,
    ipCidrRange: fixed.proxyCidr,
    purpose: 'REGIONAL_MANAGED_PROXY',
    role: 'ACTIVE',
  })
  const zones = zonesOf(settings)
  const groups = machines.map(
    (machine, index) =>
      new ComputeInstanceGroup(scope, `api-${index}`, {
        name: `${name}-${index}`,
        zone: zones[index % zones.length] ?? '',
        instances: [machine.selfLink],
        namedPort: [{ name: 'api', port: 6443 }],
      }),
  )
  const health = new ComputeRegionHealthCheck(scope, 'api-health', {
    name,
    region,
    checkIntervalSec: 5,
    timeoutSec: 2,
    sslHealthCheck: { port: 6443 },
  })
  const backend = new ComputeRegionBackendService(scope, 'api-backend', {
    name,
    region,
    protocol: 'TCP',
    portName: 'api',
    loadBalancingScheme: 'INTERNAL_MANAGED',
    // Watches are open for as long as their client lives.
    timeoutSec: 86_400,
    healthChecks: [health.id],
    backend: groups.map(({ id }) => ({
      group: id,
      balancingMode: 'CONNECTION',
      maxConnectionsPerInstance: 1000,
      capacityScaler: 1,
    })),
  })
  const proxy = new ComputeRegionTargetTcpProxy(scope, 'api-proxy', {
    name,
    region,
    backendService: backend.id,
  })
  new ComputeForwardingRule(scope, 'api', {
    name,
    region,
    network: network.vpc.id,
    subnetwork: network.subnet.id,
    ipAddress: network.apiAddress.address,
    ipProtocol: 'TCP',
    portRange: '6443',
    loadBalancingScheme: 'INTERNAL_MANAGED',
    target: proxy.id,
    dependsOn: [proxies],
  })
}
