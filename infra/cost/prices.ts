/**
 * List prices of us-central1 in US dollars, without commitments.
 * Machines: cluster-autoscaler's `gce_price_info.go` of June 2026. NAT: cloud.google.com/nat/pricing. Disks:
 * cloud.google.com/compute/disks-image-pricing. Load balancer and traffic: from memory, to be checked.
 */
export const machines = {
  'e2-medium': { cores: 2, memoryGib: 4, hour: 0.03351, spotHour: 0.01005 },
  'e2-standard-2': { cores: 2, memoryGib: 8, hour: 0.06701, spotHour: 0.0201 },
  'e2-standard-4': { cores: 4, memoryGib: 16, hour: 0.13402, spotHour: 0.0402 },
  'e2-highmem-8': { cores: 8, memoryGib: 64, hour: 0.3616, spotHour: 0.10848 },
  // With its card, an NVIDIA L4.
  'g2-standard-4': { cores: 4, memoryGib: 16, hour: 0.76, spotHour: 0.23 },
  'n2-standard-2': { cores: 2, memoryGib: 8, hour: 0.0971, spotHour: 0.0235 },
} as const

export const prices = {
  balancedDiskGibMonth: 0.1,
  snapshotGibMonth: 0.05,
  natMachineHour: 0.0014,
  natAddressHour: 0.005,
  addressHour: 0.005,
  forwardingRulesHour: 0.025,
  trafficOutGib: 0.12,
} as const

export const hoursPerMonth = 730

/** Price and size of a machine type; throws for one that the table lacks. */
export function machineOf(type: string) {
  const machine = Object.entries(machines).find(([name]) => name === type)?.[1]
  if (!machine) {
    throw new Error(`Expected a machine type of cost/prices.ts, got "${type}": add its price there`)
  }
  return machine
}
