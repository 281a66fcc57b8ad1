#!/usr/bin/env bash
# tests/e2e/desk_browser.sh PROGRAM [SCREENSHOT_FOLDER [PART_OF_A_NAME]]: the
# desk in Chromium, against the real daemon on a free loopback port, with axe.
# The content is a copy, because maintainers write to it. Installs
# playwright-core and axe-core with npm into a cache folder. Closes with
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
stop() {
  [ -z "$daemon" ] || { kill "$daemon" && wait "$daemon"; } 2>/dev/null || true
  rm -rf "$data"
}
trap stop EXIT
cp -r intents faq "$data"
export DESK_PASSWORD="una frase lunga per le prove"
agent() {
  printf '%s\n%s\n' "$DESK_PASSWORD" "$DESK_PASSWORD" |
    "$program" agent add --data "$data/store" --language it "$@" >/dev/null
}
mkdir "$data/store"
agent giulia --role admin --display-name "Giulia Ferri"
agent marco --role agent --display-name "Marco Bassi"
serve "$program" "$data/log" --data "$data/store" --intents "$data/intents" \
  --faq "$data/faq" --mail-from help@shop.example
PROGRAM="$program" DATA="$data/store" MODULES="$cache/node_modules" node tests/e2e/desk_browser.mjs \
  "$url" "$shots" "${3:-}"
