import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address/index.js'
import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule/index.js'
import type { ComputeInstanceGroupManager } from '@cdktf/provider-google/lib/compute-instance-group-manager/index.js'
import { ComputeRegionBackendService } from '@cdktf/provider-google/lib/compute-region-backend-service/index.js'
import { ComputeRegionHealthCheck } from '@cdktf/provider-google/lib/compute-region-health-check/index.js'
import type { Construct } from 'constructs'
import type { Settings } from '../settings.ts'

/**
 * The one public address: a passthrough load balancer in front of the base workers. It keeps a packet's destination,
 * so the ingress has the address as one of its Service's `externalIPs`.
 */
export function createEntry(
  scope: Construct,
  { cluster, region }: Settings,
  base: ComputeInstanceGroupManager[],
) {
  const name = `${cluster}-web`
  const address = new ComputeAddress(scope, 'web-address', { name, region })
  // kube-proxy's health port: a node that cannot route Services gets no traffic.
  const health = new ComputeRegionHealthCheck(scope, 'web-health', {
    name,
    region,
    checkIntervalSec: 8,
    timeoutSec: 2,
    unhealthyThreshold: 3,
    httpHealthCheck: { port: 10_256, requestPath: '/healthz' },
  })
  const backend = new ComputeRegionBackendService(scope, 'web-backend', {
    name,
    region,
    protocol: 'TCP',
    loadBalancingScheme: 'EXTERNAL',
    healthChecks: [health.id],
    backend: base.map(({ instanceGroup }) => ({
      group: instanceGroup,
      balancingMode: 'CONNECTION',
    })),
  })
  new ComputeForwardingRule(scope, 'web', {
    name,
    region,
    ipAddress: address.address,
    ipProtocol: 'TCP',
    ports: ['80', '443'],
    loadBalancingScheme: 'EXTERNAL',
    backendService: backend.id,
  })
  return address
}
