#!/bin/bash
# kubeadm for the proof. `init` runs kubeadm's own phases and then the static pods as plain processes: this machine has
# no images. Other commands go to the real one. The first `init` dies half-way, as a machine that is lost does.
set -euo pipefail
real=$BIN/kubeadm
run() { # run POD [ARGUMENT…]: the command of a static pod
  mapfile -t argv < <(sed -n '/- command:/,/^    image:/s/^    - //p' "/etc/kubernetes/manifests/$1.yaml" | sed '1s/^command://' | grep -v '^ *$' | sed 's/^"\(.*\)"$/\1/')
  setsid "${argv[@]}" "${@:2}" >"$WORK/$1.log" 2>&1 </dev/null &
  echo $! >>"$WORK/control-plane.pids"
}
case "$1 ${2:-}" in
  "init phase" | "join phase") exec "$real" "$@" ;;
  "init "*)
    config=$3
    for phase in "certs all" "kubeconfig all"; do
      # shellcheck disable=SC2086 # two words
      "$real" init phase $phase --config "$config"
    done
    if [ ! -e "$WORK/died-once" ]; then
      touch "$WORK/died-once"
      echo 'cut off'
      exit 1
    fi
    "$real" init phase etcd local --config "$config"
    "$real" init phase control-plane all --config "$config"
    run etcd
    run kube-apiserver
    # There is one, and a killed one keeps its lease.
    run kube-controller-manager --leader-elect=false --node-monitor-grace-period=6s --node-monitor-period=1s
    timeout 60 bash -c "until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz >/dev/null 2>&1; do sleep 0.3; done"
    timeout 30 bash -c "until \"$real\" init phase upload-config all --config \"$config\"; do sleep 1; done"
    "$real" init phase bootstrap-token --config "$config"
    "$real" init phase addon kube-proxy --config "$config"
    ;;
  "join "*) exec "$real" "$@" --ignore-preflight-errors=all ;;
  *) exec "$real" "$@" ;;
esac
