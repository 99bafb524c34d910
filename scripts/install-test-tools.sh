#!/bin/sh
# System packages for tests: Chromium for the page, libfaketime to set the clock, strace to check what is synced to
# disk, Tesseract's library, Java and Maven for Kafka. Installs them on a CI machine; elsewhere only lists what is
# missing.
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
has_strace() { command -v strace >/dev/null; }
has_java() { java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; }
has_maven() { command -v mvn >/dev/null; }

missing=
need() {
  if "has_$1"; then return; fi
  missing="$missing $1"
  if [ "${CI:-}" != true ]; then echo "No $1 found: $2 will be skipped." >&2; fi
}
need chromium "the page's tests"
need faketime "the drill's jumps of the clock"
need tesseract "the tests of libtesseract"
need strace "the test that acknowledged pages are on disk"
need java "the tests over Kafka"
need maven "the tests over Kafka, unless its jars are cached"
if [ -z "$missing" ] || [ "${CI:-}" != true ]; then exit 0; fi

echo "Installing$missing…" >&2
packages=$(echo "$missing" | sed 's/tesseract/tesseract-ocr/; s/java/openjdk-17-jre-headless/')
log=$(mktemp)
# shellcheck disable=SC2086 # a list of names
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } \
  >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
