#!/bin/sh
# Runs the tests of one JUnit group, which are no part of `make test`.
#
#   group.sh GROUP [PROGRAM:PACKAGE...]
#
# A program that is missing is named with its Debian package, and fails the run; so does a group in
# which no test ran.
set -eu

cd "$(dirname "$0")/.."
group=$1
shift
PATH=$PATH:/usr/sbin:/sbin
export PATH
missing=
for need; do
  command -v "${need%%:*}" >/dev/null 2>&1 || missing="$missing ${need##*:}"
done
if [ -n "$missing" ]; then
  echo "The $group tests need programs that are not here. On Debian: apt-get install$missing" >&2
  exit 1
fi

bin/prerequisites
find . -path '*/surefire-reports/*' -name "TEST-*-$group.xml" -delete
JAVA_HOME=$(bin/find-jdk --compiler) "${MVN:-mvn}" -B verify \
  -Dsurefire.groups="$group" -Dsurefire.groups.excluded= -Dsurefire.reportNameSuffix="$group"

ran=$(find . -path '*/surefire-reports/*' -name "TEST-*-$group.xml" -exec cat {} + |
  grep -c '<testcase ' || true)
if [ "$ran" -eq 0 ]; then
  echo "No test is in the group $group, so nothing is proven." >&2
  exit 1
fi
echo "$ran tests of the group $group passed."
