package io.loom.weaver.local;

import io.loom.weaver.PlatformReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What this machine offers to weavers, found out by trying.
///
/// @param isolator the one that works; none, and no weaver can be made
record LocalMachine(
    Optional<Isolator> isolator, Toolchain toolchain, ControlGroups groups, PlatformReport report) {

  static LocalMachine inspect(LocalConfig config, WeaverFolders folders, Launcher launcher)
      throws IOException {
    var programPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    var toolchain = Toolchain.find(config, programPath);
    TreeRemoval.remove(folders.etc());
    EtcFolder.build(folders.etc());
    var groups = groups(config, folders);
    var isolators =
        IsolatorChoice.choose(
            config.isolation(), isolator -> works(isolator, folders, toolchain, launcher));
    return new LocalMachine(
        isolators.chosen(), toolchain, groups, report(isolators, toolchain, groups));
  }

  private static ControlGroups groups(LocalConfig config, WeaverFolders folders)
      throws IOException {
    var prefix = folders.groupPrefix();
    for (var parent : folders.groupParents()) {
      ControlGroups.removeLeftovers(parent, prefix);
    }
    var groups =
        switch (config.limits()) {
          case WHERE_POSSIBLE -> GroupSearch.here(prefix).find();
          case OFF -> new ControlGroups(List.of(), prefix);
        };
    folders.rememberGroupParents(groups.parents());
    return groups;
  }

  /// Builds a real sandbox and runs `true` in it.
  ///
  /// @return empty when it worked, else what went wrong
  private static String works(
      Isolator isolator, WeaverFolders folders, Toolchain toolchain, Launcher launcher) {
    var runner = new CommandRunner(isolator, launcher, new ControlGroups(List.of(), ""));
    try {
      return ProbeWeaver.run(runner, folders, toolchain);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static PlatformReport report(
      IsolatorChoice isolators, Toolchain toolchain, ControlGroups groups) {
    var enforced = new ArrayList<>(List.of("time", "output", "/tmp (tmpfs)", "core dumps"));
    var missing = new ArrayList<String>();
    for (var controller : Controller.values()) {
      describe(controller, groups, enforced, missing);
    }
    if (!groups.limits(Controller.PIDS) && !isRoot()) {
      missing.removeIf(entry -> entry.startsWith("processes"));
      enforced.add("processes (rlimit)");
    }
    missing.add("disk: a workspace may fill its file system; put workspaces on one of their own");
    missing.addAll(toolchain.hidden());
    missing.addAll(isolators.failures());
    if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      missing.add("arguments beyond ASCII: start the server with LC_ALL=C.UTF-8");
    }
    var isolation = isolators.chosen().map(Isolator::describe).orElse("none");
    return new PlatformReport(isolators.chosen().isPresent(), isolation, enforced, missing);
  }

  /// The kernel counts no processes against a resource limit of root.
  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException _) {
      return true;
    }
  }

  private static void describe(
      Controller controller, ControlGroups groups, List<String> enforced, List<String> missing) {
    var name = controller == Controller.PIDS ? "processes" : controller.kernelName();
    groups.hierarchies().stream()
        .filter(hierarchy -> hierarchy.controllers().contains(controller))
        .findFirst()
        .ifPresentOrElse(
            hierarchy ->
                enforced.add(
                    "%s (cgroup %s)"
                        .formatted(name, hierarchy.version().name().toLowerCase(Locale.ROOT))),
            () ->
                missing.add(
                    "%s: no control group is writable here; run the server as a systemd service with Delegate=yes, or as root"
                        .formatted(name)));
  }

  /// Words for somebody who wants a weaver where none can be made.
  String refusal() {
    return "This machine cannot isolate weavers: "
        + String.join("; ", report.missing().stream().filter(IsolatorChoice::isFailure).toList());
  }
}
