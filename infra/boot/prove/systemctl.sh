#!/bin/bash
# systemctl for the proof: only the start of the kubelet does anything. A test machine may have neither systemd nor
# cgroup v2.
echo "systemctl $*" >>"$WORK/calls"
[[ "$*" == *start*kubelet* && "$*" != *stop* ]] || exit 0
sed -n 's/^ExecStartPre=//p' "$ROOT"/etc/systemd/system/kubelet.service.d/*.conf | sh -eu
# shellcheck disable=SC1091 # written by kubeadm
. /var/lib/kubelet/kubeadm-flags.env
config=/var/lib/kubelet/config.yaml
grep -q failCgroupV1 $config || printf 'failCgroupV1: false\nnodeLeaseDurationSeconds: 4\n' >>$config
sed -i 's/^cgroupDriver: .*/cgroupDriver: cgroupfs/; /^shutdownGracePeriod/d' $config
(
  for _ in $(seq 60); do
    [ ! -e "$WORK/over" ] || exit
    # shellcheck disable=SC2016,SC2086 # expanded by the inner shell; arguments are words
    sh -c 'echo $$ >"$WORK/kubelet.pid"; exec "$BIN/kubelet" "$@"' kubelet \
      --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf \
      --config=$config $KUBELET_KUBEADM_ARGS >>"$WORK/kubelet.log" 2>&1
    sleep 1
  done
) &
