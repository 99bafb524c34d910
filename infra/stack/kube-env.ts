import { groupLabels, type NodeGroup } from '../settings.ts'

/** CPU and memory that a node keeps from pods: `kubeReserved` + `systemReserved` of boot/control-plane.sh. */
export const reserved = { cpu: '200m', memory: '500Mi' } as const
export const evictionHard = { 'memory.available': '200Mi' } as const

const pairs = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')

/**
 * Instance metadata `kube-env`, from which the cluster autoscaler learns what a node of an empty group is like. Without
 * the labels and taints a pod that asks for them never starts a machine; without the reserved part a pod that just
 * fits the bare machine starts one after the other. It accepts only `ubuntu` and `cos` as distribution.
 * Format: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/gce/templates.go
 */
export function kubeEnv(group: NodeGroup) {
  const taints = group.taints ?? []
  const vars = {
    os: 'linux',
    arch: 'amd64',
    os_distribution: 'ubuntu',
    kube_reserved: pairs(reserved),
    evictionHard: pairs(evictionHard),
    node_labels: pairs(autoscalerLabels(group)),
    ...(taints.length ? { node_taints: taints.join(',') } : {}),
  }
  const text = Object.entries(vars)
    .map(([key, value]) => `${key}=${value}`)
    .join(';')
  return `AUTOSCALER_ENV_VARS: "${text}"\n`
}

/** Labels of the group's nodes. The autoscaler knows a graphics card by GKE's label. */
export const autoscalerLabels = (group: NodeGroup) => ({
  ...groupLabels(group),
  ...(group.gpu ? { 'cloud.google.com/gke-accelerator': group.gpu.type } : {}),
})

export const labelList = (group: NodeGroup) => pairs(autoscalerLabels(group))
