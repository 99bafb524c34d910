# Second half for a control plane. Its state disk holds etcd and the cluster's keys: a new machine with the old disk
# continues the same cluster.
# shellcheck shell=bash
admin=/etc/kubernetes/admin.conf
member=$ROOT/etc/glyphflow/member

mount_state() {
  local disk=${STATE_DISK:-/dev/disk/by-id/google-state}
  blkid "$disk" >/dev/null || mkfs.ext4 -q -L state "$disk"
  mkdir -p /var/lib/state /var/lib/etcd /etc/kubernetes/pki
  mount_before_kubelet "$disk"
  mountpoint -q /var/lib/state || mount "$disk" /var/lib/state
  install -d -m 700 /var/lib/state/etcd /var/lib/state/pki
  mountpoint -q /var/lib/etcd || mount --bind /var/lib/state/etcd /var/lib/etcd
  mountpoint -q /etc/kubernetes/pki || mount --bind /var/lib/state/pki /etc/kubernetes/pki
}

# After a reboot the kubelet starts before this script. Without the disk it would start an etcd of its own, an empty one.
mount_before_kubelet() { # mount_before_kubelet DISK
  local table=$ROOT/etc/fstab unit=$ROOT/etc/systemd/system/kubelet.service.d
  if ! grep -qs ' /var/lib/state ' "$table"; then
    cat >>"$table" <<TABLE
$1 /var/lib/state ext4 nofail 0 2
/var/lib/state/etcd /var/lib/etcd none bind,nofail,x-systemd.requires-mounts-for=/var/lib/state 0 0
/var/lib/state/pki /etc/kubernetes/pki none bind,nofail,x-systemd.requires-mounts-for=/var/lib/state 0 0
TABLE
  fi
  install -d "$unit"
  printf '[Unit]\nRequiresMountsFor=/var/lib/etcd /etc/kubernetes/pki\n' >"$unit/20-state.conf"
  systemctl daemon-reload
}

# stack/kube-env.ts tells the autoscaler the sum of the reserved parts. A spot machine is given 30 s to end.
# shellcheck disable=SC2154 # $address is in common.sh
init_config() {
  local version api pods node
  version=$(kubeadm version -o short)
  api=$(fact api)
  pods=$(fact pods)
  node=$(kubelet_arguments)
  cat <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: { advertiseAddress: $address }
nodeRegistration:
$node
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
clusterName: glyphflow
kubernetesVersion: $version
controlPlaneEndpoint: $api:6443
networking: { podSubnet: $pods }
apiServer: { certSANs: [localhost, 127.0.0.1] } # the operator's end of the tunnel
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
kubeReserved: { cpu: 100m, memory: 300Mi }
systemReserved: { cpu: 100m, memory: 200Mi }
evictionHard: { memory.available: 200Mi, nodefs.available: 10%, imagefs.available: 15% }
podPidsLimit: 4096
shutdownGracePeriod: 25s
shutdownGracePeriodCriticalPods: 10s
YAML
}

# shellcheck disable=SC2154 # $address is in common.sh
control_plane_config() { # control_plane_config JOIN_SECRET CERTIFICATE_KEY
  join_config "$1"
  cat <<YAML
controlPlane:
  localAPIEndpoint: { advertiseAddress: $address }
  certificateKey: $2
YAML
}

# Key of the certificates in the cluster, which kubeadm deletes after two hours. Only where there are three control planes.
publish_certificates() {
  local secret key
  secret=$(fact certificates-secret)
  [ "$secret" != none ] || return 0
  key=$(kubeadm certs certificate-key)
  read_machine
  install -m 600 /dev/null /run/certificates.yaml
  # With its configuration: without one kubeadm asks the internet for the version.
  init_config | sed "s/^localAPIEndpoint:/certificateKey: $key\n&/" >/run/certificates.yaml
  kubeadm init phase upload-certs --upload-certs --config /run/certificates.yaml --kubeconfig "$admin" >/dev/null
  add_version "$secret" <<<"$key"
}

# A token lives three hours and a new one is published every hour: the newest secret always works, two failures in a row
# do no harm, and a leaked token soon does not work.
publish_join() {
  local token hash
  token=$(kubeadm token create --ttl 3h --kubeconfig "$admin")
  hash=$(openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | openssl pkey -pubin -outform der | sha256sum)
  jq -cn --arg endpoint "$(fact api):6443" --arg token "$token" --arg caCertHash "sha256:${hash%% *}" \
    '{$endpoint, $token, $caCertHash}' | add_version "$(fact join-secret)"
  publish_certificates
}

# A start that was cut off leaves files that kubeadm refuses. The state disk keeps its own: no `kubeadm reset` here, it
# would empty etcd.
forget_half_start() {
  systemctl stop kubelet
  crictl --runtime-endpoint unix:///run/containerd/containerd.sock rmp --all --force >/dev/null # they hold the ports
  find /etc/kubernetes -maxdepth 1 -name '*.conf' -delete
  rm -rf /etc/kubernetes/manifests
}

# What a machine with this state disk has to do: continue, create or extend the cluster, or refuse.
decide_start() {
  local join_secret published index certificates
  join_secret=$(fact join-secret)
  published=$(secrets "$join_secret/versions" | jq '.versions // [] | length')
  index=$(fact index)
  certificates=$(fact certificates-secret)
  if [ -d /var/lib/etcd/member ]; then echo init
  elif [ "$published" = 0 ] && [ "$index" = 0 ]; then echo init
  elif [ "$certificates" != none ]; then echo join
  else echo refuse; fi
}

start() {
  local decision secret key
  decision=$(decide_start)
  case $decision in
    init)
      init_config >/run/init.yaml
      kubeadm init --config /run/init.yaml --ignore-preflight-errors=DirAvailable--var-lib-etcd
      ;;
    join)
      secret=$(newest "$(fact join-secret)")
      key=$(newest "$(fact certificates-secret)")
      install -m 600 /dev/null /run/join.yaml
      control_plane_config "$secret" "$key" >/run/join.yaml
      kubeadm join --config /run/join.yaml --ignore-preflight-errors=DirAvailable--var-lib-etcd
      ;;
    refuse)
      echo 'The state disk is empty, and the cluster exists. Restore the disk from its newest snapshot (docs/infra.md).'
      return 1
      ;;
  esac
}

main() {
  prepare
  mount_state
  if [ ! -f "$member" ]; then
    forget_half_start
    start
    touch "$member"
  fi
  kubeadm token list --kubeconfig "$admin" >/dev/null # after a reboot the API server needs a while
  publish_join
  install -m 700 "$0" "$ROOT/usr/local/sbin/glyphflow-boot"
  systemctl stop glyphflow-join.timer 2>/dev/null || true
  systemd-run --unit glyphflow-join --on-active=1h --on-unit-active=1h "$ROOT/usr/local/sbin/glyphflow-boot" publish
}

case "${BASH_SOURCE[0]}:${1:-}" in
  "$0:once") main ;;
  "$0:publish") publish_join ;;
  "$0:") keep_trying ;;
esac
