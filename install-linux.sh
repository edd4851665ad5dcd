#!/usr/bin/env bash
# Installs a built package on a server (Debian 12) as a systemd service with its own user, data and configuration, and
# what it needs around it. Idempotent, asks nothing. Run it as root.
#   ./install-linux.sh [--package FILE.deb] [--postgres] [--redis] [--domain NAME --smtp URL --mail-from MAILBOX]
#     --package    the package; default: the newest of build/release/packages (bin/package makes it)
#     --postgres   PostgreSQL on this machine, with databases of the shop's own
#     --redis      Redis on this machine, for limits and chat that several processes share
#     --domain     a real shop under this name: production, with nginx before it. A certificate of /etc/letsencrypt is
#                  used when there is one, otherwise one made here, which browsers warn of.
#     --smtp       the mail server, as smtps://user:password@host
#     --mail-from  whom mails are from, as: Hurtrock Music Store <toko@example.com>
# Without --domain the shop runs for a trial, reachable from this machine only.
set -euo pipefail

config=/etc/hurtrock/hurtrock.env

usage() { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; }
fail() { echo "install-linux.sh: $1" >&2; exit "${2:-1}"; }

package='' postgres=no redis=no domain='' smtp='' mail_from=''
while [ $# -gt 0 ]; do
  case "$1" in
    --package | --domain | --smtp | --mail-from)
      [ $# -ge 2 ] || fail "$1 needs a value" 2
      case "$1" in
        --package) package=$2 ;;
        --domain) domain=$2 ;;
        --smtp) smtp=$2 ;;
        --mail-from) mail_from=$2 ;;
      esac
      shift ;;
    --postgres) postgres=yes ;;
    --redis) redis=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option '$1'" 2 ;;
  esac
  shift
done
[ "$(id -u)" -eq 0 ] || fail "run it as root: sudo $0"
if [ -n "$domain" ]; then
  [[ "$domain" =~ ^[a-z0-9.-]+$ ]] || fail "--domain must be a name such as toko.example.com" 2
  if [ -z "$smtp" ] || [ -z "$mail_from" ]; then fail "a real shop sends mails: add --smtp and --mail-from" 2; fi
fi
if [ -z "$package" ]; then
  package=$(find "$(dirname "$0")/build/release/packages" -maxdepth 1 -name 'hurtrock_*.deb' -printf '%T@ %p\n' 2>/dev/null |
    sort -rn | sed -n '1s/^[^ ]* //p')
  [ -n "$package" ] || fail "there is no package: make one with bin/package, or name one with --package"
fi

install_packages() {
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" </dev/null
}

# set_variable NAME VALUE: instead of what was set before, and of the line that shows how. The value stays out of command
# lines, which everybody can read.
set_variable() {
  local new=$config.new
  (
    umask 077
    { grep -v "^#\{0,1\}$1=" "$config" || true; printf '%s=%s\n' "$1" "$2"; } >"$new"
  )
  chown root:hurtrock "$new"
  chmod 0640 "$new"
  mv "$new" "$config"
}

is_set() { grep -q "^$1=" "$config"; }

as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups -- env --chdir=/ "$@"; }

set_up_postgres() {
  install_packages postgresql postgresql-client
  is_set DATABASE_URL && return
  local password
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  as_postgres psql -X -q -v ON_ERROR_STOP=1 <<SQL
DO \$\$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hurtrock') THEN CREATE ROLE hurtrock LOGIN; END IF; END \$\$;
ALTER ROLE hurtrock CREATEDB PASSWORD '$password';
SQL
  local name
  for name in hurtrock hurtrock_chat; do
    as_postgres psql -X -q -A -t -c "SELECT 1 FROM pg_database WHERE datname = '$name'" | grep -q 1 ||
      as_postgres createdb --owner=hurtrock --template=template0 --encoding=UTF8 "$name"
  done
  set_variable DATABASE_URL "postgresql://hurtrock:$password@127.0.0.1/hurtrock"
  set_variable CHAT_DATABASE_URL "postgresql://hurtrock:$password@127.0.0.1/hurtrock_chat"
}

# Debian's listens on this machine only, and keeps nothing of the shop's that anybody would miss.
set_up_redis() {
  install_packages redis-server
  is_set REDIS_URL || set_variable REDIS_URL redis://127.0.0.1:6379
}

set_up_nginx() {
  install_packages nginx openssl
  local certificate=/etc/letsencrypt/live/$domain/fullchain.pem key=/etc/letsencrypt/live/$domain/privkey.pem
  if ! [ -e "$certificate" ]; then
    # Not in the package's folder: nginx would not start any more when that is purged.
    certificate=/etc/ssl/certs/$domain.pem key=/etc/ssl/private/$domain.key
    [ -e "$key" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 825 -subj "/CN=$domain" -addext "subjectAltName=DNS:$domain" \
      -keyout "$key" -out "$certificate" 2>/dev/null
    chmod 0600 "$key"
  fi
  sed -e "s|/etc/letsencrypt/live/toko.example.com/fullchain.pem|$certificate|" \
    -e "s|/etc/letsencrypt/live/toko.example.com/privkey.pem|$key|" -e "s|toko\.example\.com|$domain|g" \
    /usr/share/doc/hurtrock/examples/hurtrock.conf >/etc/nginx/sites-available/hurtrock
  ln -sf ../sites-available/hurtrock /etc/nginx/sites-enabled/hurtrock
  nginx -t -q
  ! [ -d /run/systemd/system ] || systemctl reload-or-restart nginx
}

set_up_production() {
  set_variable HURTROCK_ENV production
  set_variable PUBLIC_URL "https://$domain"
  set_variable CHAT_PUBLIC_URL "https://$domain/chat-service"
  set_variable TRUSTED_PROXIES 127.0.0.1
  set_variable SMTP_URL "$smtp"
  set_variable MAIL_FROM "$mail_from"
}

apt-get update -q
install_packages "$(realpath "$package")"
[ "$postgres" = no ] || set_up_postgres
[ "$redis" = no ] || set_up_redis
if [ -n "$domain" ]; then
  set_up_production
  set_up_nginx
fi
hurtrock migrate
if [ -d /run/systemd/system ]; then
  systemctl restart hurtrock
  systemctl enable --now hurtrock-backup.timer
fi
echo
hurtrock doctor || true
echo
if [ -n "$domain" ]; then echo "The shop: https://$domain"; else echo "The shop: http://localhost:5000"; fi
echo "Its first admin: sudo hurtrock admin create EMAIL"
echo "Its configuration: $config; its log: journalctl -u hurtrock"
