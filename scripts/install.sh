#!/bin/sh
# Installs the lockfile's packages if it is newer than the installation.
#   install.sh run   what `npm start` needs
#   install.sh dev   the development tools as well
# `npm ci` is not used: it removes languages that the user has added.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH"
wanted=${1:-run}
fresh() { [ -e "$1" ] && [ ! package-lock.json -nt "$1" ] && [ ! package.json -nt "$1" ]; }

# Language packages that the user has added, in their installed versions.
languages() {
  for file in node_modules/@tesseract.js-data/*/package.json; do
    name=@tesseract.js-data/$(basename "$(dirname "$file")")
    case $name in */eng | *'*'*) continue ;; esac
    # Language packages among the development tools come from the lockfile.
    if [ "$wanted" = dev ] && grep -q "\"$name\"" package.json; then continue; fi
    echo "$name@$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$file" | head -n 1)"
  done
}

install() {
  echo "Installing packages…" >&2
  if [ "$wanted" = dev ]; then omit=; else omit=--omit=dev; fi
  # Added languages are named as production packages: npm removes packages that are neither in the lockfile nor named.
  # shellcheck disable=SC2046 # a list of names
  npm install --no-save --save-prod --no-audit --no-fund --loglevel=error $omit $(languages) >&2
  touch "node_modules/.glyphflow-$wanted"
}

# Development tools include everything that `npm start` needs, and `npm start` does not remove them.
if [ "$wanted" = run ] && [ -e node_modules/.glyphflow-dev ]; then wanted=dev; fi
if ! fresh "node_modules/.glyphflow-$wanted"; then install; fi

# Node is installed as a package, which does not exist for every platform.
if [ "$(node -p 'parseInt(process.versions.node)')" -lt 24 ]; then
  echo "Expected Node 24 or later, got $(node --version): npm has no package of it for this platform." >&2
  echo "Install it from https://nodejs.org, and start again." >&2
  exit 1
fi
