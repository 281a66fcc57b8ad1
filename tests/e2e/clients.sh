#!/usr/bin/env bash
# tests/e2e/clients.sh PROGRAM [SCREENSHOT_FOLDER]: clients that nobody here
# wrote hold a conversation with the real daemon: Microsoft's Web Chat and Deep
# Chat in Chromium, Botium, and telegram-test-api as Telegram. Installs them
# with npm into a cache folder. Closes with 'N passed, N failed'.
set -euo pipefail
program=$(realpath "$1")
shots=${2:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
. tests/e2e/browsing.sh
browser=$(browser_cache)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sportello/clients
mkdir -p "$shots"
# Botium's own dependencies would bring an undici that wants Node.js 20.
pinned='{"private": true, "overrides": {"undici": "6.21.3"}}'
if [ "$(cat "$cache/pinned" 2>/dev/null)" != "$pinned" ]; then
  rm -rf "$cache/node_modules" "$cache/package-lock.json"
  mkdir -p "$cache"
  echo "$pinned" | tee "$cache/package.json" >"$cache/pinned"
fi
packages "$cache" telegram-test-api@4.2.1 botium-core@1.15.13
# Web Chat's minimal bundle shows Markdown as it is; the full one renders it.
# Only the bundle of a package: its own dependencies are within.
bundle() {  # PACKAGE VERSION FILE TO
  [ -s "$cache/$4" ] && return
  (cd "$cache" && downloaded npm pack --silent "$1@$2" >/dev/null &&
    tar xzOf "$1-$2.tgz" "package/$3" >"$4.part" && mv "$4.part" "$4" &&
    rm -f "$1-$2.tgz")
}
bundle botframework-webchat 4.18.1 dist/webchat.js webchat.js
bundle deep-chat 2.4.2 dist/deepChat.bundle.js deepchat.js
PLAYWRIGHT="$browser/node_modules/playwright-core" CLIENTS="$cache" \
  node tests/e2e/clients.mjs "$program" "$shots"
