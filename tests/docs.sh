#!/usr/bin/env bash
# Runs the examples of the documents: every block that is marked `sh run`, and the lines that
# `<!-- run: … -->` hides from readers, in the order of the files below, against one server with a
# scripted model. A command that fails, fails the test.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
documents=(README.md docs/guide/users.md docs/guide/admin.md docs/guide/weavers.md docs/guide/events.md)
limit=180 # seconds for one document

command -v curl >/dev/null ||
  { echo "The examples use curl, which is not here. On Debian: apt-get install curl" >&2; exit 1; }
make -s -C "$root" build

work=$(mktemp -d "${TMPDIR:-/tmp}/loom-docs.XXXXXX")
pids=()
finish() {
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT
cd "$work"

# What a reader has in the folder of the sources.
mkdir bin
printf '#!/bin/sh\nexec "%s/bin/loom" "$@"\n' "$root" >bin/loom
chmod +x bin/loom
cp -R "$root/examples" "$root/personas" .
printf 'server: {http_port: 0}\n' >config.yaml

# The example's script, and for beads that it does not know: ask, and then find nothing to change.
cat examples/humanize/rehearsal.yaml - >model.yaml <<'END'
rules:
  - when: {any: {matches: "Decided: "}}
    reply: {tool_calls: [{name: finish, arguments: {summary: It is there already.}}]}
otherwise:
  tool_calls:
    - name: ask_decision
      arguments: {question: Metric or imperial?, options: [metric, imperial], recommendation: metric}
END

export LOOM_PASSWORD=only-for-this-test
unset LOOM_SERVER_URL LOOM_API_KEY
# wait_for PID LOG PATTERN: prints what the log has after the pattern.
wait_for() {
  for _ in $(seq 300); do
    sed -n "s/.*$3\([0-9][0-9]*\).*/\1/p" "$2" | head -n 1 | grep . && return 0
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  echo "It did not start:" >&2
  cat "$2" >&2
  return 1
}
# `exec`, so that the process that is ended is the one that was started.
"$root/bin/loom" rehearse model.yaml --port 0 --latency 0ms >model.log 2>&1 &
pids+=($!)
model=$(wait_for $! model.log 'http:\/\/127\.0\.0\.1:')
"$root/bin/loom" serve >server.log 2>&1 &
pids+=($!)
server=$(wait_for $! server.log 'is ready at http:\/\/127\.0\.0\.1:')
export LOOM_SERVER_URL=http://127.0.0.1:$server

extract() {
  awk '
    /^```sh run$/ { inside = 1; next }
    /^```/ { inside = 0; next }
    inside { print; next }
    /^<!-- run: .* -->$/ { sub(/^<!-- run: /, ""); sub(/ -->$/, ""); print }
  ' "$1" | sed -e "s/localhost:8081/127.0.0.1:$server/g" -e "s/127\.0\.0\.1:8099/127.0.0.1:$model/g"
}

for document in "${documents[@]}"; do
  extract "$root/$document" >example.sh
  [ -s example.sh ] || { echo "FAILED  $document has no example to run"; exit 1; }
  if timeout "$limit" bash -euo pipefail -v example.sh >example.log 2>&1 </dev/null; then
    echo "ok      $document"
  else
    echo "FAILED  $document; what was run last stands at the end:"
    tail -n 30 example.log
    echo "The end of the server's log:"
    tail -n 20 server.log
    exit 1
  fi
done
