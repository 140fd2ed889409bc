#!/usr/bin/env bash
# Installs other versions of Node into .nodes, for the tests that run on each of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  directory=".nodes/${version%%.*}"
  program="$directory/node_modules/node/bin/node"
  if [ "$("$program" --version 2>/dev/null)" = "v$version" ]; then continue; fi
  mkdir -p "$directory"
  npm install --no-save --no-package-lock --no-audit --no-fund --prefix "$directory" "node@$version"
  "$program" --version
done
