#!/bin/sh
# Installs what the lockfile names, when it is newer than what is installed.
#   install.sh run   what `npm start` needs
#   install.sh dev   the development tools as well
# `npm ci` is not used: it fails on a lockfile whose optional packages for other platforms are missing.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:-run}
fresh() { [ -e "$1" ] && [ ! package-lock.json -nt "$1" ] && [ ! package.json -nt "$1" ]; }

# Development tools include everything that `npm start` needs, and are not taken away by it.
if [ "$wanted" = run ] && [ -e node_modules/.glyphflow-dev ]; then wanted=dev; fi
if fresh "node_modules/.glyphflow-$wanted"; then exit 0; fi

echo "Installing packages…" >&2
if [ "$wanted" = dev ]; then omit=; else omit=--omit=dev; fi
npm install --no-save --no-audit --no-fund --loglevel=error $omit >&2
touch "node_modules/.glyphflow-$wanted"
