#!/bin/sh
# Tests bin/loom and bin/find-jdk with JDKs that are two text files, so it needs no build and takes
# a second.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/loom-launcher.XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0

# A JDK whose java prints its arguments, one a line.
make_jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >"$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
}

check() {
  if [ "$2" = "$3" ]; then
    echo "ok      $1"
  else
    printf 'FAILED  %s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
    failed=1
  fi
}

contains() {
  case $3 in
    *"$2"*) echo "ok      $1" ;;
    *) check "$1" "something with \"$2\"" "$3" ;;
  esac
}

lacks() {
  case $3 in
    *"$2"*) check "$1" "nothing with \"$2\"" "$3" ;;
    *) echo "ok      $1" ;;
  esac
}

make_jdk "$work/jdk-25" 25.0.3
make_jdk "$work/jdk-25-early" 25
make_jdk "$work/jdk-17" 17.0.15
make_jdk "$work/my home/.sdkman/candidates/java/25-tem" 25.0.1
mkdir -p "$work/path"
ln -s ../jdk-25/bin/java "$work/path/java"

# What runs below sees these variables and no others.
clean() {
  env -i PATH=/usr/bin:/bin HOME="$work/nobody" "$@"
}

find_jdk=$root/bin/find-jdk
check 'LOOM_JAVA_HOME comes first' "$work/jdk-25" \
  "$(clean LOOM_JAVA_HOME="$work/jdk-25" JAVA_HOME="$work/jdk-25-early" "$find_jdk")"
check 'JAVA_HOME comes next' "$work/jdk-25-early" \
  "$(clean JAVA_HOME="$work/jdk-25-early" "$find_jdk" --compiler)"
check 'JAVA_HOME of another version is passed over for the one in PATH' "$work/path/../jdk-25" \
  "$(clean PATH="$work/path:/usr/bin:/bin" JAVA_HOME="$work/jdk-17" "$find_jdk")"
contains 'LOOM_JAVA_HOME of another version is refused with its version' 'Java 17' \
  "$(clean LOOM_JAVA_HOME="$work/jdk-17" "$find_jdk" 2>&1)"
rm "$work/jdk-25/bin/javac"
contains 'JDK without a compiler cannot build' 'LOOM_JAVA_HOME is' \
  "$(clean LOOM_JAVA_HOME="$work/jdk-25" "$find_jdk" --compiler 2>&1)"
contains 'whoever has no JDK learns how to get one' 'apt-get install openjdk-25' \
  "$(sed 's|/usr/lib/jvm/\* .*|"${HOME-}"/.jdks/* \\|; s|^  /Library.*|\\|' "$find_jdk" >"$work/find"
    clean sh "$work/find" 2>&1)"
check 'folder of SDKMAN is looked into' "$work/my home/.sdkman/candidates/java/25-tem" \
  "$(sed 's|/usr/lib/jvm/\* .*|\\|' "$find_jdk" >"$work/find"
    clean HOME="$work/my home" sh "$work/find")"

# An installation in a folder with a space, reached through two links.
home="$work/my loom"
mkdir -p "$home/bin"
cp "$root/bin/loom" "$root/bin/find-jdk" "$home/bin/"
ln -s "my loom/bin/loom" "$work/first"
ln -s "$work/first" "$work/second"
loom() {
  clean LOOM_JAVA_HOME="$work/jdk-25" "$work/second" "$@" 2>&1
}

contains 'Loom that is not built says how to build it' 'make -C' "$(loom bead list)"
mkdir -p "$home/dist/lib"
touch "$home/dist/lib/loom-server.jar" "$home/dist/lib/loom-cli.jar" "$home/dist/lib/loom-bench.jar"

main_class() {
  loom "$@" | grep '^io.loom'
}
for word in serve vault audit doctor backup -config -version -help; do
  check "loom $word is the server's" io.loom.server.Main "$(main_class "$word")"
done
for word in bench rehearse demo; do
  check "loom $word is the bench's" io.loom.bench.Main "$(main_class "$word")"
done
for word in bead --help --version; do
  check "loom $word is the client's" io.loom.cli.Main "$(main_class "$word")"
done
check "loom vault status is the server's" io.loom.server.Main "$(main_class vault status)"
for word in rotate change-password; do
  check "loom vault $word is the client's" io.loom.cli.Main "$(main_class vault "$word")"
done
check 'loom alone is the client' io.loom.cli.Main "$(main_class)"

check 'arguments arrive as they were' "$(printf 'bead\ncreate\ntwo words\n*\n')" \
  "$(loom bead create 'two words' '*' '' | sed '1,/^io.loom/d')"
contains 'class path is the jar in the real folder' "$home/dist/lib/loom-cli.jar" "$(loom bead)"
contains 'client starts with the quick compiler only' '-XX:TieredStopAtLevel=1' "$(loom bead)"
lacks 'server compiles fully' TieredStopAtLevel "$(loom serve)"
contains 'no core dump holds the keys' '-XX:-CreateCoredumpOnCrash' "$(loom serve)"
lacks 'no cache is named where none is' AOTCache "$(loom serve)"
mkdir -p "$home/dist/aot"
touch "$home/dist/aot/server.aot"
contains 'cache is used where there is one' "-XX:AOTCache=$home/dist/aot/server.aot" "$(loom serve)"
contains 'LOOM_JAVA_OPTS reaches the JVM' "$(printf -- '-Xmx64m\n-Da=*\n')" \
  "$(clean LOOM_JAVA_HOME="$work/jdk-25" LOOM_JAVA_OPTS='-Xmx64m -Da=*' "$work/second" serve)"

exit "$failed"
