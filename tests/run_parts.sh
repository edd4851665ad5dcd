#!/usr/bin/env bash
# tests/run_parts.sh FILTER PART:BUILD...: runs the parts one after the other, only what has FILTER in its name. Called by
# run_tests.sh, which has built and installed everything and started PostgreSQL. A line "passed failed skipped" for every
# program goes to the file HURTROCK_TALLY names; what failed is shown in full.
set -euo pipefail
cd "$(dirname "$0")/.."

# With --one FILTER KIND BUILD PATH it runs that one program or file: how it calls itself.
mode=parts
[ "$1" != --one ] || { mode=one; shift; }
filter=$1
shift

# No program may hold up the others for longer.
limit_s=900
[ -z "${HURTROCK_LONG:-}" ] || limit_s=5400

# run COUNT NAME COMMAND...: COUNT reads the output and prints "passed failed skipped".
run() {
  local count=$1 name=$2 log begin=$SECONDS status=0 passed failed skipped
  shift 2
  [[ "$name" == *"$filter"* ]] || return 0
  log=$(mktemp)
  timeout --kill-after=20 "$limit_s" "$@" >"$log" 2>&1 </dev/null || status=$?
  read -r passed failed skipped < <("$count" "$log" "$status")
  # Crashed, ran out of time, or never came to its tests.
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  if [ $((passed + failed + skipped)) -eq 0 ]; then failed=1; echo "no tests were run" >>"$log"; fi
  echo "$passed $failed $skipped" >>"$HURTROCK_TALLY"
  if [ "$failed" -gt 0 ]; then
    echo "FAILED  $name: $failed of $((passed + failed)), exit status $status, $((SECONDS - begin)) s" >>"$log"
    cat "$log"
  else
    echo "ok      $name: $passed passed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped"), $((SECONDS - begin)) s"
  fi
  rm -f "$log"
}

by_status() { [ "$2" -eq 0 ] && echo 1 0 0 || echo 0 1 0; }

# GoogleTest's summary.
by_googletest() {
  sed -E 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^\[  PASSED  \] [0-9]+ test/ { passed = $4 }
    /^\[  FAILED  \] [0-9]+ tests?, listed below/ { failed = $4 }
    /^\[  SKIPPED \] [0-9]+ tests?, listed below/ { skipped = $4 }
    END { print passed + 0, failed + 0, skipped + 0 }'
}

# The summary of node's test runner, whichever of its two dresses it wears.
by_node() {
  awk '
    /^(#|ℹ) pass [0-9]+$/ { passed = $3 }
    /^(#|ℹ) (fail|cancelled) [0-9]+$/ { failed += $3 }
    /^(#|ℹ) (skipped|todo) [0-9]+$/ { skipped += $3 }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

run_program() { run by_googletest "$1/$(basename "$2")" "$2" --gtest_brief=1; }

# each_of KIND BUILD AT_ONCE: what is named on standard input, so many at once. HURTROCK_LANE tells those that run side
# by side apart: the ports of their shops are.
each_of() {
  xargs -0 -P "$3" --process-slot-var=HURTROCK_LANE -n 1 tests/run_parts.sh --one "$filter" "$1" "$2"
}

run_unit() {
  find "build/$1/src" "build/$1/tools" "build/$1/tests" -name '*_test' -type f -perm -u+x -print0 | sort -z |
    each_of program "$1" 2
}

run_checks() { run by_status checks bin/check "build/$1"; }

# run_file BUILD FILE [MANNER/]: the manner is part of its name.
run_file() {
  local build=$1 file=$2
  HURTROCK_PROGRAM=$PWD/build/$build/src/app/hurtrock \
    run by_node "$build/${3:-}$(basename "$(dirname "$file")")/$(basename "$file" .mjs)" node --test --test-reporter=spec "$file"
}

# Against two shops and two chats on PostgreSQL and Redis behind nginx: tests/support/topology.mjs.
run_node_file() { HURTROCK_TOPOLOGY=nodes run_file "$1" "$2" nodes/; }

# Of the others what several nodes could break. Each is found at the small size as well.
nodes_files=(tests/browser/guest_buys_test.mjs)
[ -z "${HURTROCK_LONG:-}" ] || nodes_files+=(
  tests/browser/{buyer_with_account,bank_transfer,payment_goes_wrong}_test.mjs
  tests/http/{cart_api,webhook,chat}_test.mjs
  tests/race/{last_stock,one_request,kill,money_kill,database_away,chat}_test.mjs
)
run_nodes() { printf '%s\0' "${nodes_files[@]}" | HURTROCK_LONG='' each_of node_file "$1" 1; }

# run_served FOLDER BUILD [AT_ONCE]: each file starts shops of its own. Two browsers keep two processors busy; where
# tests also wait for a provider's or a job's next try, it takes more of them.
run_served() {
  find "tests/$1" -maxdepth 1 -name '*_test.mjs' -print0 | sort -z | each_of file "$2" "${3:-1}"
}

if [ "$mode" = one ]; then
  "run_$1" "$2" "$3"
  exit
fi
for part in "$@"; do
  build=${part#*:}
  case "${part%%:*}" in
    unit) run_unit "$build" ;;
    checks) run_checks "$build" ;;
    lighthouse|packaging) run_served "${part%%:*}" "$build" ;;
    http) run_served http "$build" 6 ;;
    browser) run_served browser "$build" 2 ;;
    nodes) run_nodes "$build" ;;
    race)
      # A sanitizer multiplies every run's time; what it looks for is found at the small size as well. Full-size storms
      # have the machine to themselves.
      if [ "$build" != release ]; then HURTROCK_LONG='' run_served race "$build"
      elif [ -n "${HURTROCK_LONG:-}" ]; then run_served race "$build"
      else run_served race "$build" 3; fi ;;
    *) run_served "${part%%:*}" "$build" ;;
  esac
done
