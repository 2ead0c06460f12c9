#!/bin/sh
# Runs the tests of forges on a real Gitea, built from its Go module. Needs git, a C compiler and Go;
# the first time takes some ten minutes.
set -eu

cd "$(dirname "$0")/.."
version=v1.26.0
for need in go gcc git; do
  command -v "$need" >/dev/null 2>&1 || {
    echo "The tests of forges need $need, to build Gitea." >&2
    exit 1
  }
done

cache=${XDG_CACHE_HOME:-$HOME/.cache}/loom/gitea-$version
if [ ! -x "$cache/gitea" ]; then
  folder=$(cd / && go mod download -json "code.gitea.io/gitea@$version" |
    sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p')
  mkdir -p "$cache"
  cp -r "$folder" "$cache/src.new"
  chmod -R u+w "$cache/src.new"
  (cd "$cache/src.new" && go build -tags 'sqlite sqlite_unlock_notify' -o "$cache/gitea.new" .)
  rm -rf "$cache/src"
  mv "$cache/src.new" "$cache/src"
  mv "$cache/gitea.new" "$cache/gitea"
fi
LOOM_GITEA=$cache/gitea LOOM_GITEA_ROOT=$cache/src
export LOOM_GITEA LOOM_GITEA_ROOT
tests/group.sh forge
