#!/bin/sh
# Builds what is outdated (scripts/build/), and starts the runtime with the settings of its replicas
# (eventing/runtime/replicas/process/lean-process.ts) and with the compile cache of the last start: 18 to 40 MB less
# than without both (measured). Settings in the environment take precedence.
set -eu
project=$(dirname "$0")/..
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX-2}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_-131072}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_-131072}"
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE-$project/node_modules/.cache/node}"
# Ctrl-C during the build.
trap 'exit 0' INT
built=$(node "$project/scripts/build/main.ts" --for $$)
export FUNCTIONS_DIR="$built/functions"
export SITE_DIR="${SITE_DIR:-$built/site}"
exec node --max-semi-space-size=2 --single-threaded-gc \
  --disable-warning=TimeoutNegativeWarning "$built/eventing/runtime/main.mjs"
