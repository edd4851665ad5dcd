#!/bin/sh
# Hurtrock Music Store in one file: this script, and behind it everything else, packed. The first run unpacks it below
# ~/.cache/hurtrock (or where HURTROCK_UNPACK says); later ones find it there.
set -eu

release=@RELEASE@
sum=@SUM@

place=${HURTROCK_UNPACK:-}
if [ -z "$place" ]; then
  cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}
  if mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then place=$cache/hurtrock; else place=$PWD/.hurtrock; fi
fi
folder=$place/$release-$sum

if ! [ -x "$folder/hurtrock" ]; then
  umask 077
  mkdir -p "$place"
  unfinished=$(mktemp -d "$place/unpacking.XXXXXX")
  trap 'rm -rf "$unfinished"' EXIT
  echo "hurtrock: unpacking into $folder, once" >&2
  if ! tail -n +@FIRST@ "$0" | tar -xz -C "$unfinished"; then
    echo "hurtrock: $0 is incomplete, or $place is full: copy it again, or set HURTROCK_UNPACK to another folder" >&2
    exit 1
  fi
  # Of two first runs at once one loses, and takes the winner's.
  mv -T "$unfinished/$release" "$folder" 2>/dev/null || [ -x "$folder/hurtrock" ]
  rm -rf "$unfinished"
  trap - EXIT
fi
exec "$folder/hurtrock" "$@"
