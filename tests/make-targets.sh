#!/bin/sh
# Runs the targets that users know, on a copy of this folder, with a server on ports of its own: so
# neither the data nor the server of whoever runs it is touched. What is built already is not built
# again.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/loom-make.XXXXXX")
copy=$work/loom
follower=
failed=0

finish() {
  [ -z "$follower" ] || kill "$follower" 2>/dev/null
  (cd "$copy" && { bin/service stop; bin/loom demo --stop; }) >/dev/null 2>&1
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

ok() {
  echo "ok      $1"
}

fail() {
  echo "FAILED  $1"
  shift
  [ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/^/  /'
  failed=1
}

# works FACT COMMAND...; the output is left in $work/out
works() {
  fact=$1
  shift
  if "$@" >"$work/out" 2>&1 </dev/null; then ok "$fact"; else fail "$fact" "$(tail -n 25 "$work/out")"; fi
}

refuses() {
  fact=$1
  said=$2
  shift 2
  if "$@" >"$work/out" 2>&1 </dev/null; then
    fail "$fact" "it went through"
  elif grep -q -- "$said" "$work/out"; then
    ok "$fact"
  else
    fail "$fact" "it does not say \"$said\":" "$(tail -n 25 "$work/out")"
  fi
}

# eventually FACT COMMAND...: within ten seconds.
eventually() {
  fact=$1
  shift
  left=100
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    if [ "$left" -eq 0 ]; then
      fail "$fact"
      return
    fi
    sleep 0.1
  done
  ok "$fact"
}

answers() {
  node -e 'fetch(process.argv[1]).then(a => process.exit(a.ok ? 0 : 1), () => process.exit(1))' "$1"
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close() })'
}

works 'make build builds' make -C "$root" build
works 'make build does nothing the second time' make -C "$root" -q build

# Everything but what a server of this folder may have left here.
mkdir "$copy"
(cd "$root" && tar -cf - --exclude=./.git --exclude=./data --exclude=./run --exclude='./loom.db*' \
  --exclude=./.keys.json --exclude=./.env --exclude=./bootstrap.local .) | (cd "$copy" && tar -xpf -)
cd "$copy" || exit 1
unset CONFIG LOOM_URL LOOM_RUN MAKEFLAGS MFLAGS

port=$(free_port)
cat >config.yaml <<END
server: {http_port: $port}
tokenhub: {enabled: false}
END
url=http://127.0.0.1:$port

refuses 'make bootstrap says how without a bootstrap.local' 'cp bootstrap.local.example' make bootstrap
printf '#!/bin/sh\necho bootstrapped\n' >bootstrap.local
refuses 'make bootstrap says that the file is not executable' 'chmod +x' make bootstrap
chmod +x bootstrap.local
works 'make bootstrap runs the file' make bootstrap
grep -q bootstrapped "$work/out" || fail 'make bootstrap shows what the file says'

works 'make stop without a server is no error' make stop
works 'make start starts' make start
works 'started server is ready' answers "$url/health/ready"
refuses 'make start refuses a second one' 'runs already' make start
refuses 'make distclean refuses while the server runs' 'make stop' make distclean
works 'database is where the settings say' test -f loom.db

bin/service logs >"$work/followed" 2>&1 &
follower=$!
eventually 'make logs shows the log' test -s "$work/followed"
echo 'one more line' >>run/loom.log
eventually 'make logs follows it' grep -q 'one more line' "$work/followed"
kill "$follower"
follower=

first=$(cat run/loom.pid)
works 'make restart restarts' make restart
works 'restarted server is ready' answers "$url/health/ready"
[ "$(cat run/loom.pid)" != "$first" ] || fail 'make restart makes a new process'
works 'make stop stops' make stop
refuses 'stopped server does not run' 'does not run' bin/service status
works 'stopped server answers no more' sh -c "! curl -fs -m 2 '$url/health/live' 2>/dev/null"

printf 'server: {http_prot: 1}\n' >config.yaml
refuses 'make start shows why a server does not start' 'http_port' make start

unset PROVIDER_URL MODEL API_KEY
works 'make demo ends by itself' make demo
for said in '2 of 5 tests fail' 'All 3 beads are closed' 'Bead: demo-a1f' '11 tests pass' \
  'scripted model answered' 'make demo-stop'; do
  grep -q -- "$said" "$work/out" || fail "make demo says \"$said\"" "$(tail -n 40 "$work/out")"
done
grep -q "$(printf '\033')" "$work/out" && fail 'make demo writes plain lines into a file'
server=$(cat run/demo/loom.pid)
url=$(sed -n 's|.*Loom still runs at \(http://[0-9.:]*\)\. .*|\1|p' "$work/out")
works 'server of the demo still runs' answers "$url/health/ready"
works 'make demo works a second time' make demo
[ "$(cat run/demo/loom.pid)" != "$server" ] || fail 'second demo has a server of its own'
! kill -0 "$server" 2>/dev/null || fail 'server of the earlier demo was stopped'
url=$(sed -n 's|.*Loom still runs at \(http://[0-9.:]*\)\. .*|\1|p' "$work/out")
works 'make demo-stop stops it' make demo-stop
works 'stopped demo answers no more' sh -c "! curl -fs -m 2 '$url/health/live' 2>/dev/null"
works 'make demo-stop without a demo is no error' make demo-stop
refuses 'demo refuses an address that is none' 'PROVIDER_URL' make demo PROVIDER_URL=nowhere

works 'make distclean wipes' make distclean
for gone in loom.db .keys.json data run dist server/target; do
  [ ! -e "$gone" ] || fail "make distclean removes $gone"
done
works 'make distclean leaves the sources' test -f server/pom.xml

refuses 'group of tests names the package it lacks' 'apt-get install no-such-package' \
  tests/group.sh system no-such-program:no-such-package

exit "$failed"
