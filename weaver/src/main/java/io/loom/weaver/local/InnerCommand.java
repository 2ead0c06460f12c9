package io.loom.weaver.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What is run inside a sandbox to start a command there.
///
/// The environment travels under changed names, so that nothing in it (`LD_PRELOAD`, say) means
/// anything to the programs that build the sandbox outside, and not as arguments, which every user
/// of this machine can see.
///
/// @param arguments to run inside
/// @param environment for the sandbox's outer process
record InnerCommand(List<String> arguments, Map<String, String> environment) {
  /// The first byte that comes out of a sandbox that was built; never one of the command's.
  static final byte STARTED = 1;

  /// How standard error begins when the command itself could not be started.
  static final String NOT_STARTED = "loom-start: ";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String PREFIX = "LOOM_WEAVER_";

  /// Process 1 of the sandbox. Names of variables are checked before; values are never read as
  /// shell. It keeps quiet about how the command ended, which its exit code tells.
  private static final String START =
      """
      printf '\\001'
      ulimit -c 0
      [ -z "$1" ] || ulimit -p "$1" 2>/dev/null || ulimit -u "$1"
      loom_names=$2 loom_directory=$3 loom_java=$4
      shift 4
      if [ -n "$loom_java" ]; then
        mkfifo /tmp/.loom-way-out
        "$loom_java" -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
          -cp /run/loom/classes io.loom.weaver.local.Forwarder /run/loom/egress.sock 3128 \
          </dev/null >/tmp/.loom-way-out 2>/dev/null &
        read -r loom_ready </tmp/.loom-way-out || echo "loom: the weaver's proxy did not start" >&2
        rm /tmp/.loom-way-out
      fi
      cd "$loom_directory" || exit 127
      for loom_name in $loom_names; do
        eval "export $loom_name=\\"\\$LOOM_WEAVER_$loom_name\\""
        unset "LOOM_WEAVER_$loom_name"
      done
      exec 3>&2 2>/dev/null
      ( exec "$@" ) 2>&3 3>&-
      exit $?
      """;

  /// @param directory as [WorkspacePath] makes it
  /// @param processes how many there may be, empty where a control group counts them
  /// @param forwarder the java program that runs the forwarder to the proxy, empty without one
  static InnerCommand of(
      List<String> command,
      String directory,
      Map<String, String> environment,
      String processes,
      String forwarder) {
    var carried = new LinkedHashMap<String, String>();
    environment.forEach((name, value) -> {
      if (!NAME.matcher(name).matches() || name.startsWith("loom_")) {
        throw new IllegalArgumentException(
            "\"%s\" cannot name an environment variable of a weaver".formatted(name));
      }
      carried.put(PREFIX + name, value);
    });
    var arguments = new ArrayList<>(List.of("/bin/sh", "-c", START, "loom-start"));
    arguments.add(processes);
    arguments.add(String.join(" ", environment.keySet()));
    arguments.add(Layout.WORKSPACE + directory.substring(1));
    arguments.add(forwarder);
    arguments.addAll(command);
    return new InnerCommand(List.copyOf(arguments), carried);
  }
}
