#!/usr/bin/env bash
# Sends what schemathesis makes of the API's description to a running server, as its administrator:
# valid and invalid values for every route. Fails on a server error, and on an answer that the
# description does not have. The first run installs schemathesis in target/fuzz.
#
#   FUZZ_SECONDS   how long, at the most (120)
#   FUZZ_SEED      what chance begins with (1)
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
version=4.32.5

for program in curl jq python3 git; do
  command -v "$program" >/dev/null ||
    { echo "The fuzzer needs $program, which is not here. On Debian: apt-get install $program" >&2; exit 1; }
done
tool=$root/target/fuzz/bin/schemathesis
if ! "$tool" --version 2>/dev/null | grep -q "$version"; then
  python3 -m venv --clear "$root/target/fuzz" ||
    { echo "python3 makes no environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
  "$root/target/fuzz/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi
make -s -C "$root" build

work=$(mktemp -d "${TMPDIR:-/tmp}/loom-fuzz.XXXXXX")
pids=()
finish() {
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT
cd "$work"

# The fuzzer writes personas too.
cp -R "$root/personas" .
cat >config.yaml <<'END'
server: {http_port: 0}
security: {enable_auth: true}
agents: {default_persona_path: ./personas}
END
# address PID LOG: waits until the log says where the program listens.
address() {
  for _ in $(seq 300); do
    grep -o -m 1 'http://127\.0\.0\.1:[0-9]*' "$2" && return 0
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  cat "$2" >&2
  return 1
}
"$root/bin/loom" rehearse "$root/examples/humanize/rehearsal.yaml" --port 0 >model.log 2>&1 &
pids+=($!)
model=$(address $! model.log)
LOOM_PASSWORD=only-for-this-test "$root/bin/loom" -config config.yaml >server.log 2>&1 &
server=$!
pids+=("$server")
url=$(address "$server" server.log)
post() {
  curl -sS --fail-with-body "$url/api/v1/$1" -H 'Content-Type: application/json' -H "$2" -d "$3"
}

token=$(post auth/login 'X-Any: 1' '{"username":"admin","password":"admin"}' | jq -r .token)
post auth/change-password "Authorization: Bearer $token" \
  '{"current_password":"admin","new_password":"only for this test"}' >/dev/null

# One of each, so that not all that is asked for is missing.
git init -q --bare origin.git
key=$(post auth/api-keys "Authorization: Bearer $token" '{"name":"fuzz","permissions":["*:*"]}' | jq -r .key)
auth="X-API-Key: $key"
post projects "$auth" "{\"id\":\"fuzz\",\"name\":\"Fuzz\",\"git_repo\":\"file://$work/origin.git\",\"branch\":\"main\"}" >/dev/null
bead=$(post beads "$auth" '{"project_id":"fuzz","title":"One"}' | jq -r .id)
decision=$(post decisions "$auth" '{"project_id":"fuzz","question":"Which?","options":["a","b"]}' | jq -r .id)
agent=$(curl -sS "$url/api/v1/agents" -H "$auth" | jq -r '.[0].id')
organisation=$(post organisations "$auth" '{"name":"fuzzers"}' | jq -r .id)
post providers "$auth" '{"id":"fuzz","type":"openai","endpoint":"'"$model"'","model":"scripted"}' >/dev/null
post secrets "$auth" '{"scope":"project","scope_id":"fuzz","name":"TOKEN","value":"v"}' >/dev/null

cat >schemathesis.toml <<END
[[operations]]
include-path-regex = "^/api/v1/projects/"
parameters = { "path.id" = "fuzz" }
[[operations]]
include-path-regex = "^/api/v1/beads/"
parameters = { "path.id" = "$bead" }
[[operations]]
include-path-regex = "^/api/v1/decisions/"
parameters = { "path.id" = "$decision" }
[[operations]]
include-path-regex = "^/api/v1/agents/"
parameters = { "path.id" = "$agent" }
[[operations]]
include-path-regex = "^/api/v1/providers/"
parameters = { "path.id" = "fuzz" }
[[operations]]
include-path-regex = "^/api/v1/organisations/"
parameters = { "path.id" = "$organisation" }
[[operations]]
include-path-regex = "^/api/v1/secrets/"
parameters = { "path.scope" = "project", "path.scopeId" = "fuzz", "path.name" = "TOKEN" }
END
# Without the stream, which never ends, and what takes lines of JSON, which schemathesis cannot make.
curl -sS "$url/api/openapi.json" |
  jq 'del(.paths["/api/v1/events/stream", "/api/v1/projects/{project}/beads/import"])' >all.json
# fuzz SCHEME HEADER SECONDS DESCRIPTION: one way to sign in at a time, for others would be made up.
status=0
fuzz() {
  jq --arg scheme "$1" '.security = [{($scheme): []}]
    | .components.securitySchemes |= with_entries(select(.key == $scheme))' "$4" >openapi.json
  "$tool" --config-file schemathesis.toml run openapi.json --url "$url" --header "$2" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method \
    --phases coverage,fuzzing --suppress-health-check all --workers 2 --continue-on-failure \
    --request-timeout 20 --max-time "$3" --seed "${FUZZ_SEED:-1}" --no-color --warnings off || status=$?
}
fuzz apiKey "X-API-Key: $key" "${FUZZ_SECONDS:-120}" all.json
# What a key may not do; last, for it ends sessions.
jq '.paths |= with_entries(select(.key | startswith("/api/v1/auth/")))' all.json >auth.json
fuzz bearerAuth "Authorization: Bearer $token" 20 auth.json
if grep -E 'ERROR|SEVERE' server.log; then
  echo "The server's log has errors." >&2
  status=1
fi
kill -0 "$server" 2>/dev/null || { echo "The server ended." >&2; status=1; }
exit "$status"
