#!/usr/bin/env bash
# Compiles the Solidity fixtures and interfaces and writes their artifacts.
# With --check it writes nothing and fails when the committed artifacts differ.
set -euo pipefail

case "${1-}" in
  "" | --check) mode="${1-}" ;;
  *) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/../tests/solidity"

if ! command -v node >/dev/null; then
  if [ "$mode" = --check ]; then
    echo "solidity: check skipped, node is not installed" >&2
    exit 0
  fi
  echo "solidity: node is needed to build and is not installed" >&2
  exit 1
fi

if [ ! -d node_modules ]; then
  npm ci --ignore-scripts --no-audit --no-fund
fi
exec node build.mjs ${mode:+"$mode"}
