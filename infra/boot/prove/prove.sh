#!/bin/bash
# shellcheck disable=SC2016 # much is expanded by inner shells
# Proves the start-up scripts on one machine, without Google and without a container: they run as they are in
# terraform/main.tf.json, with a real etcd, API server, controller manager, kubeadm and kubelet. Stand-ins are only what
# Google and the machine would do: machines.ts (metadata, Secret Manager), apt, systemd.
#   BIN=FOLDER boot/prove/prove.sh     root; FOLDER has etcd, kube-apiserver, kube-controller-manager, kubelet, kubeadm 1.35
set -euo pipefail
: "${BIN:?Expected BIN, a folder with the binaries of Kubernetes}" "${NODE:=$(command -v node)}"
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" != inside ]; then exec unshare --mount --net --pid --fork --mount-proc --kill-child "$0" inside; fi

WORK=$(mktemp -d)
export BIN WORK
end() {
  touch "$WORK/over"
  # shellcheck disable=SC2046 # a list of numbers
  kill -9 $(cat "$WORK"/*.pid* 2>/dev/null) 2>/dev/null || true
  if [ -n "${KEEP:-}" ]; then cp -r "$WORK" "$KEEP"; fi
  rm -rf "$WORK"
}
trap end EXIT
say() { printf '%5.1f s  %s\n' "$(bc <<<"$(date +%s.%N) - $start")" "$*"; }
fail() { say "FAILED: $*"; exit 1; }
check() { [ "$2" = "$3" ] || fail "$1: expected $3, got $2"; say "$1: $2"; }
kubectl_() { kubectl --kubeconfig "$WORK/admin.conf" "$@"; }
start=$(date +%s.%N)

ip link set lo up
ip address add 10.10.0.10/32 dev lo
for folder in /etc/kubernetes /var/lib/kubelet /run/containerd /var/lib/containerd; do
  mkdir -p $folder
  mount -t tmpfs none $folder
done
mkdir "$WORK/path"
cp "$here/kubeadm.sh" "$WORK/path/kubeadm"
cp "$here/systemctl.sh" "$WORK/path/systemctl"
for command in apt-get apt-mark modprobe sysctl systemd-run crictl; do
  printf '#!/bin/bash\necho "%s $*" >>"$WORK/calls"\n' $command >"$WORK/path/$command"
done
cat >"$WORK/path/curl" <<SH
#!/bin/bash
case "\$*" in *https://*) echo "curl \$*" >>"$WORK/calls"; printf 'key' ;; *) exec $(command -v curl) "\$@" ;; esac
SH
printf '#!/bin/bash\ncat >/dev/null\n' >"$WORK/path/gpg"
chmod +x "$WORK"/path/*
export PATH="$WORK/path:$BIN:$PATH"
truncate -s 1G "$WORK/state.img"
STATE_DISK=$WORK/state.img
export STATE_DISK

"$NODE" "$here/machines.ts" "$WORK" &
echo $! >"$WORK/machines.pid"
containerd --log-level error >"$WORK/containerd.log" 2>&1 &
echo $! >"$WORK/containerd.pid"
until [ -s "$WORK/base.sh" ] && curl -fsS http://127.0.0.1:8082/computeMetadata/v1/instance/name >/dev/null 2>&1; do sleep 0.1; done

# on MACHINE PORT COMMAND…: with the machine's metadata and a root folder of its own
on() {
  local root=$WORK/root-$1
  mkdir -p "$root"/etc/{modules-load.d,sysctl.d,apt/sources.list.d,containerd} "$root/usr/local/sbin"
  ROOT=$root METADATA=http://127.0.0.1:$2 SECRETS=http://127.0.0.1:$2 RETRY=1 "${@:3}"
}
control_plane() { on control-plane 8080 "$@"; }
published() { control_plane bash -c '. "$WORK/control-plane.sh"; secrets "$(fact join-secret)/versions?filter=state:ENABLED" | jq ".versions | length"'; }
newest() { control_plane bash -c '. "$WORK/control-plane.sh"; newest "$(fact join-secret)"'; }
decide() { control_plane bash -c '. "$WORK/control-plane.sh"; decide_start'; }
tokens() { kubeadm token list --kubeconfig "$WORK/admin.conf" -o json | jq -r .token; }
# worker NAME PORT: the worker's script in a mount namespace of its own, as `kubeadm reset` empties these folders
worker() {
  on "$1" "$2" unshare --mount bash -c 'for d in /etc/kubernetes /var/lib/kubelet /var/lib/etcd; do mount -t tmpfs none $d; done
    bash "$WORK/$1.sh" '"${3:-}"'; status=$?
    openssl x509 -noout -subject -in /var/lib/kubelet/pki/kubelet-client-current.pem 2>/dev/null; exit $status' worker "$1"
}

control_plane bash "$WORK/control-plane.sh" >"$WORK/control-plane.log" 2>&1 || { tail -20 "$WORK/control-plane.log"; exit 1; }
cp /etc/kubernetes/admin.conf "$WORK/admin.conf"
cp /etc/kubernetes/pki/ca.crt "$WORK/ca.crt"
check 'control plane is up; its first start was cut off half-way, tries' "$(grep -c 'start . failed' "$WORK/control-plane.log")" 1
check 'timer of the join secret' "$(grep -c 'systemd-run.*on-unit-active=1h.*publish' "$WORK/calls")" 1
check 'secrets published' "$(published)" 1
control_plane bash "$WORK/control-plane.sh" >"$WORK/again.log" 2>&1 || fail "second run: $(tail -3 "$WORK/again.log")"
check 'second run of the script changes nothing but the secret, API servers' "$(pgrep -c -f "^kube-apiserver.*10.10.0.10|$BIN/kube-apiserver" || true)" 1

# systemd's own reading of the table: without the state disk the kubelet does not start.
units=$WORK/units
mkdir "$units"
SYSTEMD_FSTAB=$WORK/root-control-plane/etc/fstab /lib/systemd/system-generators/systemd-fstab-generator "$units" "$units" "$units"
check 'mount of etcd needs' "$(sed -n 's/^RequiresMountsFor=//p' "$units/var-lib-etcd.mount" )" /var/lib/state
check 'kubelet needs' "$(sed -n 's/^RequiresMountsFor=//p' "$WORK/root-control-plane/etc/systemd/system/kubelet.service.d/20-state.conf")" '/var/lib/etcd /etc/kubernetes/pki'

# A token that is gone, still handed to new machines, is what a cluster dies of whose tokens are written into templates.
for token in $(tokens); do kubeadm token delete "$token" --kubeconfig "$WORK/admin.conf" >/dev/null; done
began=$(date +%s)
if DISCOVERY=5s worker burst 8081 once >"$WORK/expired.log" 2>&1; then fail 'an expired token joined'; fi
[ $(($(date +%s) - began)) -lt 30 ] || fail 'an expired token hung the worker'
say "expired token is refused after $(($(date +%s) - began)) s: $(grep -oE 'could not find a JWS[^"]*' "$WORK/expired.log" | tail -1)"

( sleep 6; control_plane bash "$WORK/control-plane.sh" publish 2>>"$WORK/publish.log" ) &
DISCOVERY=5s worker burst 8081 >"$WORK/burst.log" 2>&1 || fail "worker: $(tail -20 "$WORK/burst.log")"
wait $!
check 'worker started before the secret was valid, and joined as' "$(tail -1 "$WORK/burst.log")" 'subject=O = system:nodes, CN = system:node:glyphflow-burst-x1'
until kubectl_ get node glyphflow-burst-x1 >/dev/null 2>&1; do sleep 0.2; done
node() { kubectl_ get node glyphflow-burst-x1 -o "jsonpath={$1}"; }
check 'provider' "$(node .spec.providerID)" gce://my-project/us-central1-a/glyphflow-burst-x1
check 'label' "$(node '.metadata.labels.glyphflow\.dev/pool')" burst
check 'taint' "$(node '.spec.taints[?(@.key=="glyphflow.dev/spot")].effect')" NoSchedule
check 'waits for the cloud controller' "$(node '.spec.taints[?(@.key=="node.cloudprovider.kubernetes.io/uninitialized")].effect')" NoSchedule
check 'allocatable memory is less than the capacity by MiB' "$(( ($(node .status.capacity.memory | tr -d Ki) - $(node .status.allocatable.memory | tr -d Ki)) / 1024 ))" 700
check 'login for the registry' "$(echo '{}' | "$WORK/root-burst/usr/local/libexec/credential-provider/glyphflow-registry" | jq -r '.auth["*.pkg.dev"].password')" token-burst

before=$(newest | jq -r .token)
for _ in 1 2 3; do
  control_plane bash "$WORK/control-plane.sh" publish 2>>"$WORK/publish.log"
  tokens | grep -qxF "$before" || fail 'the token before the newest one is gone'
  tokens | grep -qxF "$(newest | jq -r .token)" || fail 'the newest token is not valid'
  before=$(newest | jq -r .token)
done
check 'rotated three times without a gap, versions kept' "$(published)" 3

ready() { node '.status.conditions[?(@.type=="Ready")].status'; }
check 'before its loss the node reports itself, ready (there is no pod network)' "$(ready)" False
kill -9 "$(cat "$WORK/kubelet.pid")"
touch "$WORK/over"
kill -9 "$(cat "$WORK/kubelet.pid")" 2>/dev/null || true
until [ "$(ready)" = Unknown ]; do sleep 0.5; done
check 'lost machine: still known to the autoscaler and the cloud controller as' "$(node .spec.providerID)" gce://my-project/us-central1-a/glyphflow-burst-x1
rm "$WORK/over"

# The machine of the control plane is replaced: only the state disk survives.
# shellcheck disable=SC2046 # a list of numbers
kill -9 $(cat "$WORK/control-plane.pids")
rm -rf "$WORK/root-control-plane" "$WORK/control-plane.pids"
find /etc/kubernetes -mindepth 1 -maxdepth 1 ! -name pki -exec rm -rf {} +
umount /etc/kubernetes/pki /var/lib/etcd /var/lib/state
check 'decision of a new machine with the old disk' "$(control_plane bash -c '. "$WORK/control-plane.sh"; mount_state; decide_start')" init
control_plane bash "$WORK/control-plane.sh" >"$WORK/rebuilt.log" 2>&1 || { tail -20 "$WORK/rebuilt.log"; exit 1; }
check 'rebuilt on its state: member' "$(node .metadata.name)" glyphflow-burst-x1
cmp "$WORK/ca.crt" /etc/kubernetes/pki/ca.crt || fail 'the certificate authority changed'
worker base 8082 >"$WORK/base.log" 2>&1 || fail "worker: $(tail -20 "$WORK/base.log")"
until kubectl_ get node glyphflow-base-x1 >/dev/null 2>&1; do sleep 0.2; done
check 'a worker without taints joins the rebuilt control plane, pool' "$(kubectl_ get node glyphflow-base-x1 -o 'jsonpath={.metadata.labels.glyphflow\.dev/pool}')" base

check 'rules that keep pods from the metadata server, after two machines' "$(iptables -S FORWARD | grep -c -- '-d 169.254.169.254/32 -p tcp -m tcp ! --dport 53 -j DROP')" 1

# The first steps of a second control plane, up to the certificates; etcd's second member needs a second machine.
control_plane bash -c '. "$WORK/control-plane.sh"
  fact() { case $1 in certificates-secret) echo projects/my-project/secrets/glyphflow-certificates ;; *) meta "instance/attributes/glyphflow-$1" ;; esac; }
  publish_join
  read_machine
  control_plane_config "$(newest "$(fact join-secret)")" "$(newest "$(fact certificates-secret)")" >"$WORK/second.yaml"' 2>>"$WORK/second.log"
unshare --mount bash -c 'mount -t tmpfs none /etc/kubernetes
  kubeadm join phase control-plane-prepare download-certs --config "$WORK/second.yaml" && sha256sum </etc/kubernetes/pki/ca.key' >"$WORK/second.log" 2>&1 || fail "$(tail -5 "$WORK/second.log")"
check 'a second control plane gets the key of the authority by the published secret' "$(tail -1 "$WORK/second.log")" "$(sha256sum </etc/kubernetes/pki/ca.key)"

mount -t tmpfs none /var/lib/etcd
check 'decision of a machine with an empty disk, the cluster being published' "$(decide)" refuse
say 'all proved'
