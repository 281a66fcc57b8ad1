#!/usr/bin/env bash
# tests/e2e/widget.sh PROGRAM [SCREENSHOT_FOLDER]: the widget on a page of
# another origin with a strict policy, in Chromium, against the real daemon.
# Installs playwright-core and axe-core with npm into a cache folder. Closes
# with 'N passed, N failed'.
set -euo pipefail
program=$(realpath "$1")
shots=${2:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
. tests/e2e/browsing.sh
cache=$(browser_cache)
mkdir -p "$shots"
PLAYWRIGHT="$cache/node_modules/playwright-core" \
  AXE="$cache/node_modules/axe-core/axe.min.js" \
  node tests/e2e/widget.mjs "$program" "$shots"
