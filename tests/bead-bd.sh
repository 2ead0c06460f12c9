#!/bin/sh
# Tests that a script written for bd works with `loom bead`: its verbs, flags, exit codes and JSON.
# Needs a build, git and python3; takes half a minute. PORT names another port than 18971.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/loom-bead.XXXXXX")
port=${PORT:-18971}
failed=0
server=''
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  [ -z "$server" ] || wait "$server" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

check() {
  if [ "$2" = "$3" ]; then
    echo "ok      $1"
  else
    printf 'FAILED  %s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
    failed=1
  fi
}

# The value of a Python expression about the JSON `j` on standard input.
json() {
  python3 -c 'import json,sys; j=json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

export LOOM_SERVER_URL="http://127.0.0.1:$port" HOME="$work" LOOM_PASSWORD='a password for tests'
bd() { "$root/bin/loom" bead "$@"; }

# A repository, a server, and a clone to work in.
git init -q --bare -b main "$work/origin.git"
git clone -q "$work/origin.git" "$work/clone" 2>/dev/null
cd "$work/clone" || exit 1
git config user.name Test && git config user.email test@example.org
mkdir .beads && : >.beads/issues.jsonl && echo demo >README.md
git add -A && git commit -q -m Begin && git push -q origin HEAD:main
mkdir "$work/server" && cd "$work/server" || exit 1
printf 'server: {http_port: %s}\nagents: {default_persona_path: %s}\n' "$port" "$root/personas" >config.yaml
"$root/bin/loom" serve >"$work/server.log" 2>&1 &
server=$!
tries=0
until curl -fsS "$LOOM_SERVER_URL/health" >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
    cat "$work/server.log"
    exit 1
  fi
  sleep 0.2
done
curl -fsS -X POST "$LOOM_SERVER_URL/api/v1/projects" -H 'Content-Type: application/json' \
  -d "{\"id\":\"demo\",\"name\":\"Demo\",\"git_repo\":\"file://$work/origin.git\",\"branch\":\"main\"}" \
  >/dev/null || exit 1
cd "$work/clone" || exit 1

# The project is that of the folder.
a=$(bd create 'First & <best>' -p 1 -t bug -d 'Why' -l ui,backend --json | json 'j["id"]')
case $a in demo-*) echo 'ok      create takes the project of the folder' ;; *) check create demo- "$a" ;; esac
check 'create says what was made' "bug 1 ['backend', 'ui'] open" \
  "$(bd show "$a" --json | json '"%s %s %s %s" % (j[0]["issue_type"], j[0]["priority"], j[0]["labels"], j[0]["status"])')"
b=$(cd / && LOOM_PROJECT=demo "$root/bin/loom" bead create 'Second' --deps "blocks:$a" --silent)
check 'LOOM_PROJECT chooses it too, and --silent says the id' "$b" \
  "$(bd list --json | json "[i['id'] for i in j if i['title'] == 'Second'][0]")"
check 'an id may be asked for' demo-own "$(bd create Own --id demo-own --silent)"
check 'a bead lists its edges' "$a blocks" \
  "$(bd list --json | json "[d['depends_on_id'] + ' ' + d['type'] for i in j if i['id'] == '$b' for d in i['dependencies']][0]")"
check 'ready leaves out what waits' "['$a', 'demo-own']" "$(bd ready --json | json '[i["id"] for i in j]')"
check 'blocked says by what' "['$a'] 1" \
  "$(bd blocked --json | json '"%s %s" % (j[0]["blocked_by"], j[0]["blocked_by_count"])')"
check 'show has whole dependencies' 'First & <best> blocks' \
  "$(bd show "$b" --json | json '"%s %s" % (j[0]["dependencies"][0]["title"], j[0]["dependencies"][0]["dependency_type"])')"
check 'counts follow' '0 1' \
  "$(bd show "$a" --json | json '"%s %s" % (j[0]["dependency_count"], j[0]["dependent_count"])')"
check 'the hash alone names a bead' "$a" "$(bd show "${a#demo-}" --json | json 'j[0]["id"]')"

bd update "$a" --claim --actor ada --json >"$work/out"
check 'claim' 'in_progress ada' "$(json '"%s %s" % (j[0]["status"], j[0]["assignee"])' <"$work/out")"
bd update "$a" --claim --actor bob --json >"$work/out" 2>"$work/err"
check 'a second claim exits with 1' 1 $?
check 'and says so in JSON' True "$(json '"ada" in j["error"]' <"$work/err")"
check 'update' 'New 0 n1
n2 x-9 90' \
  "$(bd update "$a" --title New --priority 0 --notes n1 --external-ref x-9 --estimate 90 --json >/dev/null &&
    bd update "$a" --append-notes n2 --json | json '"%s %s %s %s %s" % (j[0]["title"], j[0]["priority"], j[0]["notes"], j[0]["external_ref"], j[0]["estimated_minutes"])')"
check 'metadata' "{'k': 1, 'v': 'x'}" \
  "$(bd update "$a" --set-metadata k=1 --set-metadata v=x --json | json 'j[0]["metadata"]')"
check 'labels' "['api', 'backend']" \
  "$(bd label add "$a" api --json >/dev/null && bd label remove "$a" ui --json >/dev/null &&
    bd label list "$a" --json | json 'j')"
check 'comments' 'Look' "$(bd comments add "$a" Look --json >/dev/null && bd comments "$a" --json | json 'j[0]["text"]')"

check 'close refuses what waits, with 1' 1 "$(bd close "$b" --json >/dev/null 2>&1; echo $?)"
check 'close answers a list' 'closed done' \
  "$(bd close "$a" --reason done --json | json '"%s %s" % (j[0]["status"], j[0]["close_reason"])')"
check 'what waited is ready' True "$(bd ready --json | json "'$b' in [i['id'] for i in j]")"
check 'reopen' open "$(bd reopen "$a" --reason again --json | json 'j[0]["status"]')"
check 'close suggests what is next' "['$b']" \
  "$(bd close "$a" --suggest-next --json | json '[i["id"] for i in j["unblocked"]]')"
check 'dep remove' removed "$(bd dep remove "$b" "$a" --json | json 'j["status"]')"
check 'dep add' "added $b $a discovered-from" \
  "$(bd dep add "$b" "$a" -t discovered-from --json | json '"%s %s %s %s" % (j["status"], j["issue_id"], j["depends_on_id"], j["type"])')"
check 'dep tree' "[('$b', 0), ('$a', 1)]" "$(bd dep tree "$b" --json | json '[(i["id"], i["depth"]) for i in j]')"
check 'dep cycles' '[]' "$(bd dep cycles --json | json 'j')"
check 'a circle is refused' 1 "$(bd dep add "$a" demo-own --json >/dev/null && bd dep add demo-own "$a" --json >/dev/null 2>&1; echo $?)"
check 'defer' 'deferred True' \
  "$(bd defer demo-own --until +2d --json | json '"%s %s" % (j[0]["status"], "defer_until" in j[0])')"
check 'undefer' 'open False' "$(bd undefer demo-own --json | json '"%s %s" % (j[0]["status"], "defer_until" in j[0])')"
check 'search' "['$a']" "$(bd search new --json | json '[i["id"] for i in j]')"
check 'count' 3 "$(bd count --json | json 'j["count"]')"
check 'stats' '3 1 2' \
  "$(bd stats --json | json '"%s %s %s" % (j["total_issues"], j["closed_issues"], j["open_issues"])')"
check 'the envelope' '1 list' "$(BD_JSON_ENVELOPE=1 bd list --json | json '"%s %s" % (j["schema_version"], type(j["data"]).__name__)')"
check 'options before the verb, and those of old scripts' list "$(bd --json list --no-daemon | json 'type(j).__name__')"
check 'what is not there exits with 1' 1 "$(bd show demo-none --json >/dev/null 2>&1; echo $?)"

bd export >"$work/all.jsonl"
check 'export is one line a bead' 3 "$(wc -l <"$work/all.jsonl" | tr -d ' ')"
check 'import of an export changes nothing' '0 3' \
  "$(bd import "$work/all.jsonl" --json | json '"%s %s" % (j["created"], j["skipped"])')"
printf '{"id":"demo-new","title":"In","priority":0,"x":1.50}\n' >"$work/new.jsonl"
check 'a dry run says what would come of it' "['demo-new'] True" \
  "$(bd import --dry-run --json - <"$work/new.jsonl" | json '"%s %s" % (j["ids"], j["dry_run"])')"
check 'and changes nothing' 1 "$(bd show demo-new --json >/dev/null 2>&1; echo $?)"
bd import -i "$work/new.jsonl" >/dev/null
check 'import keeps what it does not know' '{"id":"demo-new","title":"In","priority":0,"x":1.50}' \
  "$(bd export | grep demo-new)"

exit "$failed"
