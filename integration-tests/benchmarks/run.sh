#!/usr/bin/env sh
# Measures starts of the container against frameworks and a class path, on the JDK of JAVA_HOME or of the path:
#   run.sh [--counts 10,100,1000] [--rounds 5] [--systems a,b] [--out FILE] [--update-docs]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
else
  java=java
fi

# The loop moves each argument to the end, --update-docs as what the driver knows.
count=$#
while [ "$count" -gt 0 ]; do
  argument=$1
  shift
  if [ "$argument" = --update-docs ]; then
    set -- "$@" --docs "$root/docs/performance.md"
  else
    set -- "$@" "$argument"
  fi
  count=$((count - 1))
done

mvn -q -f "$root/pom.xml" -pl integration-tests/benchmarks -am -DskipTests -Djacoco.skip -Dspotless.check.skip package
exec "$java" -cp "$here/target/classes:$(cat "$here/target/driver.classpath")" \
  dev.latent.benchmarks.StartBenchmark --work "$here/target/start" "$@"
