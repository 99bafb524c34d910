import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address/index.js'
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network/index.js'
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router/index.js'
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat/index.js'
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork/index.js'
import type { Construct } from 'constructs'
import { fixed, type Settings } from '../settings.ts'

export type Network = ReturnType<typeof createNetwork>

/** Private network: no machine has a public address. Machines reach out through NAT, operators reach in through IAP. */
export function createNetwork(scope: Construct, { cluster, region }: Settings) {
  const vpc = new ComputeNetwork(scope, 'vpc', { name: cluster, autoCreateSubnetworks: false })
  const subnet = new ComputeSubnetwork(scope, 'subnet', {
    name: cluster,
    network: vpc.id,
    region,
    ipCidrRange: fixed.nodeCidr,
    // Secret Manager and the registry are reached without NAT.
    privateIpGoogleAccess: true,
  })
  const router = new ComputeRouter(scope, 'router', { name: cluster, network: vpc.id, region })
  new ComputeRouterNat(scope, 'nat', {
    name: cluster,
    router: router.name,
    region,
    natIpAllocateOption: 'AUTO_ONLY',
    sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
  })
  const apiAddress = new ComputeAddress(scope, 'api-address', {
    name: `${cluster}-api`,
    region,
    subnetwork: subnet.id,
    addressType: 'INTERNAL',
    address: fixed.apiAddress,
  })
  return { vpc, subnet, apiAddress }
}
