#!/usr/bin/env bash
# Installs what building and testing Hurtrock Music Store needs on Debian 12: packages and toolchain.
# Idempotent: a second run finds everything there and does nothing. Asks once before installing, not at all with --yes.
#   ./install.sh [--yes] [--tests] [--packaging]
#     --tests      also what ./run_tests.sh and bench/run need
#     --packaging  also what bin/package and its tests need
set -euo pipefail

build_packages=(
  # compiler and build tools: why clang 19 and not Debian's default GCC, see docs/decisions/0002-clang-19.md
  clang-19 libclang-rt-19-dev clang-format-19 cmake ninja-build pkg-config ccache mold git ca-certificates
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev # Asio, Beast: network; JSON, URL
  libsqlite3-dev libpq-dev                                    # the two databases
  libssl-dev libsodium-dev                                    # TLS, SHA-512; Argon2id, HMAC, secretbox, random
  libcurl4-openssl-dev                                        # payment gateways, SMTP
  libhiredis-dev                                              # several chat processes tell each other at once
  libxapian-dev                                               # search
  libvips-dev                                                 # pictures: the helper program hurtrock-images
  libcairo2-dev libpango1.0-dev                               # labels, invoices, packing lists: pages and text
  libzint-dev                                                 # Code 128 and QR on the labels
  libxlsxwriter-dev                                           # exports as spreadsheets
  libzip-dev                                                  # pictures of an import come in a ZIP
  fonts-dejavu-core fonts-droid-fallback                      # names in letters that the documents' own typeface lacks
  zlib1g-dev libbrotli-dev                                    # compressed pages and assets
  libspdlog-dev libfmt-dev libcli11-dev                       # log, formatting, command line
  libjemalloc-dev                                             # heap trimming halves the rendering rate with glibc's malloc
  nodejs                                                      # front-end build (Debian's, unless node 18+ is there)
)
test_packages=(
  libgtest-dev libgmock-dev sqlite3          # unit and store tests
  postgresql-15                              # the second database, started by the tests themselves
  redis-server                               # several chat processes, started by the tests themselves
  chromium-headless-shell                    # browser tests: without the rest of a browser, at half the work
  poppler-utils zbar-tools                   # read documents and their codes back
  nginx-light wrk                            # bench yardstick and load; what stands before the shop
  haproxy                                    # the other one that may stand there
  python3                                    # small loops in test scripts
  dpkg-dev file shellcheck                   # the Debian package, looked at without installing it
)
packaging_packages=(
  dpkg-dev file patchelf                     # the package; programs that find their libraries beside themselves
  lintian debootstrap                        # tests of the packages, in a Debian of their own
)

assume_yes=no with_tests=no with_packaging=no
for argument in "$@"; do
  case "$argument" in
    --yes) assume_yes=yes ;;
    --tests) with_tests=yes ;;
    --packaging) with_packaging=yes ;;
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
    *) echo "install.sh: unknown option '$argument' (known: --yes, --tests, --packaging; --help tells more)" >&2; exit 2 ;;
  esac
done

wanted=("${build_packages[@]}")
[ "$with_tests" = yes ] && wanted+=("${test_packages[@]}")
[ "$with_packaging" = yes ] && wanted+=("${packaging_packages[@]}")

# A node that did not come from Debian serves as well; npm comes with it.
if command -v node >/dev/null && command -v npm >/dev/null \
   && [ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 18 ]; then
  kept=()
  for package in "${wanted[@]}"; do [ "$package" = nodejs ] || kept+=("$package"); done
  wanted=("${kept[@]}")
else
  wanted+=(npm)
fi

# One question for all of them: this runs at every start of the shop. Names without architecture, as they are wanted.
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

sudo=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "install.sh: run as root, or install sudo: needed to install ${missing[*]}" >&2; exit 1; }
  sudo=(sudo)
fi
if [ "$assume_yes" = no ]; then
  echo "To be installed with apt-get: ${missing[*]}"
  read -r -p "Go on? [Y/n] " answer
  case "$answer" in n*|N*) exit 1 ;; esac
fi

export DEBIAN_FRONTEND=noninteractive
# The tests start databases of their own; Debian's must not start one beside them.
if [ "$with_tests" = yes ] && ! [ -e /etc/postgresql-common/createcluster.conf ]; then
  "${sudo[@]}" mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${sudo[@]}" apt-get update -q
"${sudo[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
