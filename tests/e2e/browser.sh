#!/usr/bin/env bash
# tests/e2e/browser.sh PROGRAM [SCREENSHOT_FOLDER]: the example shop's page in
# Chromium, against the real daemon on a free loopback port. Installs
# playwright-core with npm into a cache folder. Closes with
# 'N passed, N failed'.
set -euo pipefail
program=$(realpath "$1")
shots=${2:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sportello/browser
mkdir -p "$cache" "$shots"
if [ ! -d "$cache/node_modules/playwright-core" ]; then
  npm install --silent --no-audit --no-fund --prefix "$cache" \
    playwright-core@1 >/dev/null
fi
data=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$program" serve --listen "127.0.0.1:$port" --data "$data" --intents intents \
  --faq faq >"$data/log" 2>&1 &
daemon=$!
trap 'kill $daemon 2>/dev/null; wait $daemon 2>/dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 600); do
  curl -sf "http://127.0.0.1:$port/healthz" >/dev/null && break
  sleep 0.1
done
NODE_PATH="$cache/node_modules" PLAYWRIGHT="$cache/node_modules/playwright-core" \
  node tests/e2e/browser.mjs "http://127.0.0.1:$port/" "$shots"
