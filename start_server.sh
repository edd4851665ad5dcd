#!/usr/bin/env bash
# From a fresh clone on Debian 12 to a running shop: installs what is missing, builds, migrates, loads sample data into
# an empty database, and starts everything. Later runs do only what is still to be done, which is seconds.
#   ./start_server.sh [flags of `hurtrock serve`]        Ctrl-C stops everything
#   ./start_server.sh --help                             the flags; does nothing else
set -euo pipefail
cd "$(dirname "$0")"

program=build/release/src/app/hurtrock

usage() {
  cat <<'END'
./start_server.sh [flags]

Installs what is missing (apt-get, as root or by sudo), builds, brings the databases up to date, loads sample data into
an empty one and starts the shop. The first time takes about ten minutes on two cores, later ones seconds. Ctrl-C stops
everything. The flags are those of `hurtrock serve`; each sets the setting in brackets:

  --host ADDRESS        to listen on (HOST, 0.0.0.0)
  --port N              of the shop (PORT, 5000)
  --chat-port N         of the chat service (CHAT_PORT, 8000)
  --sandbox-port N      of the payments' sandbox (SANDBOX_PORT, 5055)
  --data-dir FOLDER     for databases, pictures, mails (DATA_DIR, data)
  --database-url URL    sqlite:PATH or postgresql://... (DATABASE_URL)

All other settings come from the environment or from .env: docs/maintainer-guide.md.
END
}
for argument in "$@"; do
  case "$argument" in -h | --help) usage; exit 0 ;; esac
done

refuse() {
  echo "start_server.sh: $1 (known: --host, --port, --chat-port, --sandbox-port, --data-dir, --database-url; --help tells more)" >&2
  exit 2
}
# What `serve` would refuse is told before anything is installed and built.
flags=("$@")
while [ ${#flags[@]} -gt 0 ]; do
  flag=${flags[0]%%=*}
  case "$flag" in
    --host | --port | --chat-port | --sandbox-port | --data-dir | --database-url) ;;
    *) refuse "unknown option '${flags[0]}'" ;;
  esac
  taken=1
  case "${flags[0]}" in
    *=*) value=${flags[0]#*=} ;;
    *) value=${flags[1]:-} taken=2 ;;
  esac
  case "$value" in '' | --*) refuse "$flag needs a value" ;; esac
  case "$flag" in
    *port)
      if ! [[ $value =~ ^[0-9]{1,5}$ ]] || [ "$value" -lt 1 ] || [ "$value" -gt 65535 ]; then
        refuse "$flag must be a whole number from 1 to 65535"
      fi ;;
    # Where the data is concerns the steps before `serve` as well.
    --data-dir) export DATA_DIR=$value ;;
    --database-url) export DATABASE_URL=$value ;;
  esac
  flags=("${flags[@]:taken}")
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
if [ -x "$program" ]; then
  ninja -C build/release --quiet hurtrock
else
  echo "Building the shop: about ten minutes on two cores the first time, seconds later on."
  # Ninja counts the steps; in a file one line for each would be of no use.
  if [ -t 1 ]; then ninja -C build/release hurtrock; else ninja -C build/release --quiet hurtrock; fi
fi

"$program" migrate
# Touches nothing where there are products already. A production shop begins with its own: which it is the program says,
# as its configuration may come from a file.
"$program" sample-data --unless-production

exec "$program" serve "$@"
