#!/usr/bin/env bash
# From a fresh clone on Debian 12 to a running shop: installs what is missing, builds, migrates, loads sample data into
# an empty database, and starts everything. Later runs do only what is still to be done, which is seconds.
#   ./start_server.sh [flags of `hurtrock serve`]        Ctrl-C stops everything
set -euo pipefail
cd "$(dirname "$0")"

program=build/release/src/app/hurtrock

# Where the data is concerns the steps before `serve` as well.
previous=
for argument in "$@"; do
  case "$previous" in
    --data-dir) export DATA_DIR=$argument ;;
    --database-url) export DATABASE_URL=$argument ;;
  esac
  case "$argument" in
    --data-dir=*) export DATA_DIR=${argument#*=} ;;
    --database-url=*) export DATABASE_URL=${argument#*=} ;;
  esac
  previous=$argument
done

# Everything the build prints; of interest only when it fails.
configure() {
  local log
  log=$(mktemp)
  if cmake --preset release -DHURTROCK_TESTS=OFF >"$log" 2>&1; then rm -f "$log"; return; fi
  cat "$log" >&2
  rm -f "$log"
  return 1
}

./install.sh --yes
# An existing build folder may have been made by ./run_tests.sh, tests included: ninja keeps it up to date by itself.
[ -f build/release/build.ninja ] || configure
ninja -C build/release --quiet hurtrock

"$program" migrate
# Touches nothing where there are products already. A production shop begins with its own: which it is the program says,
# as its configuration may come from a file.
"$program" sample-data --unless-production

exec "$program" serve "$@"
