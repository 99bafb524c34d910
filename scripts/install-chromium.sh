#!/bin/sh
# The page's tests need a real Chromium. On a CI machine it is installed; elsewhere that is left to you.
set -eu
if [ -n "${CHROMIUM:-}" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "${CI:-}" != true ]; then
  echo "No Chromium found: the page's tests will be skipped." >&2
  exit 0
fi
echo "Installing Chromium…" >&2
log=$(mktemp)
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
  >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
