#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. Last line: "N passed, N failed[, N skipped]"; exit status 0
# only when none failed.
#   ./run_tests.sh [--long] [--only PART[/NAME]]
#     --long   also the full-size race runs, more of the tests against several nodes, page-speed measurements, the
#              packages in a Debian of their own, the debug build, which is compiled file by file, and the sanitizer
#              builds (ASan+UBSan, TSan)
#     --only   one part: unit, checks, scripts, packaging, http, race, browser, nodes (errands, storms and kills against
#              two shops and two chats), lighthouse, debug, asan or tsan; of it only what has NAME in its name
# HURTROCK_REFERENCE_DATA names a folder with payment test vectors that are not ours to keep; without it those are skipped.
set -euo pipefail
cd "$(dirname "$0")"

usage() { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; }

long=no only=
while [ $# -gt 0 ]; do
  case "$1" in
    --long) long=yes ;;
    --only) [ $# -ge 2 ] || { usage >&2; exit 2; }; only=$2; shift ;;
    -h|--help) usage; exit 0 ;;
    *) echo "run_tests.sh: unknown option '$1'" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

# What runs in which build: PART:BUILD. Sanitizer builds are long runs of their own, at small sizes.
parts=(checks:release unit:release scripts:release packaging:release http:release race:release browser:release nodes:release)
asan_parts=(unit:asan http:asan race:asan)
tsan_parts=(unit:tsan http:tsan race:tsan)
[ "$long" = no ] || parts+=(lighthouse:release unit:debug "${asan_parts[@]}" "${tsan_parts[@]}")
case "${only%%/*}" in
  '') ;;
  debug) parts=(unit:debug) ;;
  asan) parts=("${asan_parts[@]}") ;;
  tsan) parts=("${tsan_parts[@]}") ;;
  checks|unit|scripts|packaging|http|race|browser|nodes|lighthouse) parts=("${only%%/*}:release") ;;
  *) echo "run_tests.sh: unknown part '$only'" >&2; usage >&2; exit 2 ;;
esac
filter=
[[ "$only" != */* ]] || filter=${only#*/}

tally=$(mktemp)
finish() { rm -f "$tally"; }
trap finish EXIT

# Runs a step of the preparation in silence; tells everything, and counts a failure, when it does not work out.
prepare() {
  local name=$1 log begin=$SECONDS
  shift
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
    [ $((SECONDS - begin)) -lt 2 ] || echo "done  $name, $((SECONDS - begin)) s"
    return
  fi
  cat "$log"
  rm -f "$log"
  echo "FAILED  $name"
  echo "0 passed, 1 failed"
  exit 1
}

# npm leaves this file at the end of an installation.
install_test_packages() {
  local done=tests/node_modules/.package-lock.json
  [ -f "$done" ] && [ ! tests/package-lock.json -nt "$done" ] && return
  npm ci --prefix tests --no-progress && touch "$done"
}

build() {
  cmake --preset "$1" -DHURTROCK_TESTS=ON && ninja -C "build/$1"
}

packaging=()
[ "$long" = no ] || packaging=(--packaging)
prepare "installing packages" ./install.sh --yes --tests "${packaging[@]}"
prepare "installing the packages of tests/" install_test_packages
for build in $(printf '%s\n' "${parts[@]#*:}" | sort -u); do prepare "building $build" build "$build"; done

# They share one PostgreSQL, each in databases of its own.
status=0
HURTROCK_TALLY=$tally HURTROCK_LONG=$([ "$long" = yes ] && echo 1 || true) \
  bin/with-postgres tests/run_parts.sh "$filter" "${parts[@]}" || status=$?

read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$tally")
# Nobody may mistake a run that broke off, or found no tests, for a good one.
if [ "$failed" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$passed" -eq 0 ]; }; then failed=1; fi
echo
[ "$skipped" -eq 0 ] && echo "$passed passed, $failed failed" || echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
