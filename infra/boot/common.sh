#!/bin/bash
# First half of every machine's start-up script. It runs at each boot and after each failure, so every step may be
# repeated.
set -euo pipefail
shopt -s inherit_errexit # a failure inside $(…) ends the script as well
export DEBIAN_FRONTEND=noninteractive
: "${METADATA:=http://metadata.google.internal}" "${SECRETS:=https://secretmanager.googleapis.com}"
: "${ROOT:=}" # prefix of the files below, for the proof on another machine

meta() { curl -fsS --retry 5 -H 'Metadata-Flavor: Google' "$METADATA/computeMetadata/v1/$1"; }
fact() { meta "instance/attributes/glyphflow-$1"; }

# secrets PATH [curl options]: Secret Manager, with the machine's own identity as the only credential.
secrets() {
  local token
  token=$(meta instance/service-accounts/default/token | jq -r .access_token)
  curl -fsS -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$SECRETS/v1/$1" "${@:2}"
}

newest() { secrets "$1/versions/latest:access" | jq -r .payload.data | base64 -d; }

# add_version SECRET: the text of the standard input becomes the newest version; three are kept.
add_version() {
  local data
  data=$(base64 -w0)
  secrets "$1:addVersion" -d "{\"payload\":{\"data\":\"$data\"}}" >/dev/null
  secrets "$1/versions?filter=state:ENABLED" | jq -r '.versions[3:][]?.name' |
    while read -r version; do secrets "$version:destroy" -d '{}' >/dev/null; done
}

# Facts of the machine: $name, $address, $provider_id (the form that cluster-autoscaler and the cloud controller parse).
read_machine() {
  local zone
  name=$(meta instance/name)
  address=$(meta instance/network-interfaces/0/ip)
  zone=$(meta instance/zone)
  provider_id="gce://$(meta project/project-id)/${zone##*/}/$name"
}

install_kubernetes() {
  [ ! -f "$ROOT/etc/glyphflow/installed" ] || return 0
  local minor keys=$ROOT/etc/apt/keyrings lists=$ROOT/etc/apt/sources.list.d
  minor=$(fact kubernetes)
  printf 'overlay\nbr_netfilter\n' >"$ROOT/etc/modules-load.d/kubernetes.conf"
  modprobe -a overlay br_netfilter
  printf 'net.ipv4.ip_forward=1\nnet.bridge.bridge-nf-call-iptables=1\n' >"$ROOT/etc/sysctl.d/90-kubernetes.conf"
  sysctl -q --system
  apt-get update -q
  apt-get install -qy curl gpg jq
  install -d "$keys" "$ROOT/etc/glyphflow"
  curl -fsSL "https://pkgs.k8s.io/core:/stable:/v$minor/deb/Release.key" | gpg --dearmor --yes -o "$keys/kubernetes.gpg"
  curl -fsSL https://download.docker.com/linux/ubuntu/gpg -o "$keys/docker.asc"
  echo "deb [signed-by=$keys/kubernetes.gpg] https://pkgs.k8s.io/core:/stable:/v$minor/deb/ /" >"$lists/kubernetes.list"
  echo "deb [signed-by=$keys/docker.asc] https://download.docker.com/linux/ubuntu noble stable" >"$lists/docker.list"
  apt-get update -q
  apt-get install -qy containerd.io kubelet kubeadm kubectl
  apt-mark hold containerd.io kubelet kubeadm kubectl
  containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/' >"$ROOT/etc/containerd/config.toml"
  systemctl restart containerd
  touch "$ROOT/etc/glyphflow/installed"
}

# Credentials for Artifact Registry: the kubelet runs this program and gets the machine's own token.
# https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/
install_registry_login() {
  local programs=$ROOT/usr/local/libexec/credential-provider
  install -d "$programs" "$ROOT/etc/glyphflow"
  cat >"$programs/glyphflow-registry" <<SH
#!/bin/bash
cat >/dev/null # the request: one answer fits all images
curl -fsS --retry 5 -H 'Metadata-Flavor: Google' $METADATA/computeMetadata/v1/instance/service-accounts/default/token |
  jq -ce '{kind: "CredentialProviderResponse", apiVersion: "credentialprovider.kubelet.k8s.io/v1",
    cacheKeyType: "Registry", cacheDuration: "1m0s",
    auth: {"*.pkg.dev": {username: "oauth2accesstoken", password: .access_token}}}'
SH
  chmod 755 "$programs/glyphflow-registry"
  cat >"$ROOT/etc/glyphflow/credential-provider.yaml" <<'YAML'
apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: glyphflow-registry
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: ["*.pkg.dev"]
    defaultCacheDuration: 1m0s
YAML
}

# Part of every kubeadm configuration. With the provider's name the kubelet waits for the cloud controller.
kubelet_arguments() {
  cat <<YAML
  name: $name
  kubeletExtraArgs:
    - { name: cloud-provider, value: external }
    - { name: provider-id, value: "$provider_id" }
    - { name: node-ip, value: "$address" }
    - { name: image-credential-provider-config, value: $ROOT/etc/glyphflow/credential-provider.yaml }
    - { name: image-credential-provider-bin-dir, value: $ROOT/usr/local/libexec/credential-provider }
YAML
}

# Configuration of `kubeadm join` up to the kubelet's arguments, of which a machine may add more.
join_config() { # join_config JOIN_SECRET
  local node
  node=$(kubelet_arguments)
  cat <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: $(jq -r .endpoint <<<"$1")
    token: $(jq -r .token <<<"$1")
    caCertHashes: [$(jq -r .caCertHash <<<"$1")]
# By default kubeadm waits five minutes for a token that is gone to come back.
timeouts: { discovery: ${DISCOVERY:-30s} }
nodeRegistration:
$node
YAML
}

# A pod must not borrow the machine's identity. Port 53 of the same address is the network's name server. The kubelet's
# unit sets the rule, as after a reboot the kubelet starts pods before this script runs.
fence_metadata() {
  local unit=$ROOT/etc/systemd/system/kubelet.service.d rule='FORWARD -d 169.254.169.254 -p tcp ! --dport 53 -j DROP'
  install -d "$unit"
  printf '[Service]\nExecStartPre=/bin/sh -c "iptables -C %s 2>/dev/null || iptables -I %s"\n' "$rule" "$rule" >"$unit/10-fence.conf"
  systemctl daemon-reload
}

# Repeats the script until it succeeds: Google's permissions, NAT and the control plane need a while to be there.
keep_trying() {
  local try=1
  until bash "$0" once; do
    echo "start $try failed; next try in ${RETRY:-15} s"
    try=$((try + 1))
    sleep "${RETRY:-15}"
  done
}

prepare() {
  install_kubernetes
  install_registry_login
  fence_metadata
  read_machine
}

