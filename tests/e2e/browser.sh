#!/usr/bin/env bash
# tests/e2e/browser.sh PROGRAM [SCREENSHOT_FOLDER]: the example shop's page in
# Chromium, against the real daemon on a free loopback port. Installs
# playwright-core with npm into a cache folder. Closes with
# 'N passed, N failed'.
set -euo pipefail
program=$(realpath "$1")
shots=${2:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
. tests/e2e/browsing.sh
cache=$(browser_cache)
mkdir -p "$shots"
data=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill $daemon 2>/dev/null; wait $daemon || true; rm -rf "$data"' EXIT
serve "$program" "$data/log" --data "$data" --intents intents --faq faq
PLAYWRIGHT="$cache/node_modules/playwright-core" \
  node tests/e2e/browser.mjs "$url" "$shots"
