#!/bin/sh
# Tests of infra/, which has packages of its own (400 MB). A CI machine installs them; elsewhere they are tested if they
# are there.
set -eu
cd "$(dirname "$0")/../infra"
if [ ! -d node_modules ]; then
  if [ "${CI:-}" != true ]; then
    echo 'Skipped: tests of infra/. They need its packages: cd infra && npm install' >&2
    exit 0
  fi
  # Not `npm ci`: an optional package of another platform, which a registry need not have, is not in the lockfile.
  npm install --no-save --no-audit --no-fund --loglevel=error
fi
npm test
