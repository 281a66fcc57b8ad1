# tests/e2e/browsing.sh, sourced from the project's folder: what the tests with
# a browser need. npm's packages are kept in a cache folder.

# packages FOLDER NAME@VERSION...: installs those that are not there. Exact
# versions: newer ones may want a newer Node.js than Debian 12 has (18).
packages() {
  local folder=$1 missing=() package
  shift
  mkdir -p "$folder"
  for package in "$@"; do
    grep -qs "\"version\": \"${package#*@}\"" \
      "$folder/node_modules/${package%@*}/package.json" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] || downloaded npm install --silent --no-audit \
    --no-fund --ignore-scripts --prefix "$folder" "${missing[@]}" >/dev/null
}

# downloaded COMMAND...: a network may fail for a moment.
downloaded() {
  local pause
  for pause in 5 20 60; do
    if "$@"; then return; fi
    sleep "$pause"
  done
  "$@"
}

# Prints the folder with the browser's driver and axe.
browser_cache() {
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/sportello/browser
  packages "$cache" playwright-core@1.55.1 axe-core@4.10.3
  echo "$cache"
}

free_port() {
  PYTHONPATH=tests/e2e python3 -c 'import daemon; print(daemon.free_port())'
}

# serve PROGRAM LOG FLAGS...: a daemon on a free loopback port. Sets `daemon`,
# its process, and `url`; when it does not answer, says what it logged.
serve() {
  local program=$1 log=$2 port
  shift 2
  port=$(free_port)
  url=http://127.0.0.1:$port/
  "$program" serve --listen "127.0.0.1:$port" "$@" >"$log" 2>&1 &
  daemon=$!
  for _ in $(seq 1200); do
    if curl -sf "${url}healthz" >/dev/null; then return; fi
    if ! kill -0 "$daemon" 2>/dev/null; then break; fi
    sleep 0.1
  done
  echo "the daemon does not answer:"
  cat "$log"
  return 1
}
