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
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sportello/browser
mkdir -p "$cache" "$shots"
if [ ! -d "$cache/node_modules/axe-core" ] ||
  [ ! -d "$cache/node_modules/playwright-core" ]; then
  npm install --silent --no-audit --no-fund --prefix "$cache" \
    playwright-core@1 axe-core@4 >/dev/null
fi
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
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$program" serve --listen "127.0.0.1:$port" --data "$data/store" \
  --intents "$data/intents" --faq "$data/faq" >"$data/log" 2>&1 &
daemon=$!
for _ in $(seq 600); do
  curl -sf "http://127.0.0.1:$port/healthz" >/dev/null && break
  sleep 0.1
done
MODULES="$cache/node_modules" node tests/e2e/desk_browser.mjs \
  "http://127.0.0.1:$port/" "$shots" "${3:-}"
