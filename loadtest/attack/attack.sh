# attack.sh KIND SECONDS TARGET: runs as root in the namespaces of a node's first process, on a kubeadm node's own
# tools (iptables, nsenter). KIND is
#   node                   drops all packets of the node but those of its loopback interface
#   pod CONTAINER-ID       the same in the network namespace of a container
#   address ADDRESS:PORT   drops TCP packets to and from an address, in the node's network namespace
#   cpu CONTAINER-ID       twice as many busy loops as cores in the container's cgroup
# Everything is undone after SECONDS, or when the process is told to end.
set -eu
kind=$1 seconds=$2 target=${3:-}

process_of() {
  grep -l "$1" /proc/[0-9]*/cgroup 2>/dev/null | head -n 1 | cut -d / -f 3
}

# rules -I|-D: for pods, and for packets that a node forwards to pods.
rules() {
  in_network='nsenter --net=/proc/self/fd/3'
  case $kind in
    address)
      host=${target%:*} port=${target##*:}
      for chain in PREROUTING OUTPUT; do
        $in_network iptables -w -t raw "$1" $chain -p tcp -d "$host" --dport "$port" -j DROP
        $in_network iptables -w -t raw "$1" $chain -p tcp -s "$host" --sport "$port" -j DROP
      done
      ;;
    *)
      for command in iptables ip6tables; do
        $in_network $command -w "$1" INPUT ! -i lo -j DROP || [ $command = ip6tables ]
        $in_network $command -w "$1" OUTPUT ! -o lo -j DROP || [ $command = ip6tables ]
        $in_network $command -w "$1" FORWARD -j DROP || [ $command = ip6tables ]
      done
      ;;
  esac
}

# Folder of the cgroup that limits a process's CPU, of version 1 or 2.
cgroup_of() {
  path=$(awk -F: '$2 ~ /(^|,)cpu(,|$)/ { print $3 }' "/proc/$1/cgroup")
  mount=$(awk '$3 == "cgroup" && $4 ~ /(^|,)cpu(,|$)/ { print $2; exit }' /proc/mounts)
  if [ -z "$path" ]; then
    path=$(awk -F: '$1 == 0 { print $3 }' "/proc/$1/cgroup")
    mount=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
  fi
  echo "$mount$path"
}

# 0 is the process that writes. Kubernetes would shorten two dollar signs in a command to one.
busy() {
  folder=$(cgroup_of "$pid")
  loops=$((2 * $(nproc)))
  while [ $loops -gt 0 ]; do
    sh -c 'echo 0 > "$0/cgroup.procs"; while :; do :; done' "$folder" &
    busy_pids="${busy_pids:-} $!"
    loops=$((loops - 1))
  done
  tries=300
  until grep -qx "$!" "$folder/cgroup.procs"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { echo "no loop in $folder" >&2; exit 1; }
    sleep 0.1
  done
}

undo() {
  trap - EXIT INT TERM
  # shellcheck disable=SC2086 # a list
  case $kind in
    cpu) kill -9 ${busy_pids:-} 2>/dev/null || true ;;
    *) rules -D ;;
  esac
  echo ended
}

case $kind in
  pod | cpu) pid=$(process_of "$target") ;;
  *) pid=1 ;;
esac
[ -n "$pid" ] || { echo "no process of $target" >&2; exit 1; }
# The network of a pod outlives the process, which may be restarted meanwhile.
exec 3<"/proc/$pid/ns/net"
trap undo EXIT
trap 'exit 143' INT TERM
# The kubelet reports first that this runs: afterwards it may be cut off.
sleep 3
case $kind in
  cpu) busy ;;
  *) rules -I ;;
esac
echo begun
sleep "$seconds" &
wait $!
