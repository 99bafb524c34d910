# Second half for a worker: it reads the newest join secret and joins, with a fresh secret at each try.
# shellcheck shell=bash
worker_config() { # worker_config JOIN_SECRET
  local labels taints
  labels=$(fact labels)
  taints=$(fact taints)
  join_config "$1"
  cat <<YAML
    - { name: node-labels, value: "$labels" }
    - { name: register-with-taints, value: "$taints" }
YAML
}

join() {
  local secret
  secret=$(newest "$(fact join-secret)")
  install -m 600 /dev/null /run/join.yaml
  worker_config "$secret" >/run/join.yaml
  if kubeadm join --config /run/join.yaml; then return; fi
  kubeadm reset -f >/dev/null 2>&1
  return 1
}

# Tries without end. The control plane may still be starting, or the predecessor of the same name still count as Ready;
# the autoscaler itself removes a machine that is no node after 15 minutes.
main() {
  prepare
  if [ -f "$ROOT/etc/glyphflow/member" ]; then return; fi # a reboot of a member
  join
  touch "$ROOT/etc/glyphflow/member"
}

case "${BASH_SOURCE[0]}:${1:-}" in
  "$0:once") main ;;
  "$0:") keep_trying ;;
esac
