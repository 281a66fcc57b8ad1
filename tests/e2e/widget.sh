#!/usr/bin/env bash
# tests/e2e/widget.sh PROGRAM [SCREENSHOT_FOLDER]: the widget on a page of
# another origin with a strict policy, in Chromium, against the real daemon.
# Installs playwright-core and axe-core with npm into a cache folder. Closes
# with 'N passed, N failed'.
set -euo pipefail
program=$(realpath "$1")
shots=${2:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sportello/browser
mkdir -p "$cache" "$shots"
for package in playwright-core@1 axe-core@4; do
  if [ ! -d "$cache/node_modules/${package%@*}" ]; then
    npm install --silent --no-audit --no-fund --prefix "$cache" \
      "$package" >/dev/null
  fi
done
PLAYWRIGHT="$cache/node_modules/playwright-core" \
  AXE="$cache/node_modules/axe-core/axe.min.js" \
  node tests/e2e/widget.mjs "$program" "$shots"
