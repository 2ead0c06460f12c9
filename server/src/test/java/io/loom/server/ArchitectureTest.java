package io.loom.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.loom.server.reach.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the server to its map: which feature may use which, and what is done in one place only.
class ArchitectureTest {
  /// The features, lowest rank first. A feature may use its own rank and those before it.
  private static final List<List<String>> RANKS =
      List.of(
          List.of("config", "event", "reach"),
          List.of(
              "vault",
              "provider",
              "agent",
              "milestone",
              "project",
              "secret",
              "user",
              "member",
              "apikey",
              "audit",
              "auth",
              "device",
              "sso",
              "organisation"),
          List.of("bead", "git", "action", "credential", "forge"),
          List.of(
              "decision",
              "gate",
              "merge",
              "pullrequest",
              "run",
              "dispatch",
              "sync",
              "source",
              "webhook"),
          List.of("operation"));

  private static final String ROOT = "io.loom.server";

  /// The server with the modules that it is made of.
  private static final JavaClasses LOOM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.loom");

  private static final JavaClasses SERVER =
      LOOM.that(describe("are of the server", type -> type.getPackageName().startsWith(ROOT)));

  @Test
  void everyFeatureHasARank() {
    var features =
        SERVER.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
            .collect(Collectors.toSet());

    assertThat(RANKS.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(features);
  }

  @Test
  void featuresUseNoHigherRank() {
    for (int rank = 0; rank < RANKS.size() - 1; rank++) {
      noClasses()
          .that()
          .resideInAnyPackage(packages(RANKS.subList(rank, rank + 1)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(RANKS.subList(rank + 1, RANKS.size())))
          .check(SERVER);
    }
  }

  @Test
  void featuresFormNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void featuresDoNotKnowWhoComposesThem() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(RANKS))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(SERVER);
  }

  @Test
  void repositoriesStayInsideTheirFeature() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Repository")
        .should()
        .bePackagePrivate()
        .check(SERVER);
  }

  /// So that they can ask services only, and those only as their caller.
  @Test
  void resourcesOpenNoTransactions() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Resource")
        .and()
        .doNotHaveSimpleName("EventResource")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jdbi..")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("Database")
        .check(SERVER);
  }

  @Test
  void actorsOfRequestsAreTheirCallers() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Resource")
        .should()
        .accessField(Actor.class, "SYSTEM")
        .orShould()
        .callMethod(Actor.class, "everywhere", String.class)
        .check(SERVER);
  }

  @Test
  void httpIsKnownToResourcesOnly() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Resource")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
        .check(SERVER);
  }

  @Test
  void timeComesFromAClockThatTestsCanMove() {
    noClasses()
        .should()
        .callMethodWhere(
            calls(Map.of(Instant.class, Set.of("now"), System.class, Set.of("currentTimeMillis"))))
        .check(LOOM);
  }

  @Test
  void programsAreRunByGitBdAndWeaversOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.loom.server.git..", "io.loom.server.sync.dolt..", "io.loom.weaver..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(calls(Map.of(Runtime.class, Set.of("exec"))))
        .check(LOOM);
  }

  /// Weavers look for programs on the machine's PATH; what is a setting is read with the others.
  @Test
  void settingsOfTheEnvironmentAreReadInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.loom.ground.config..", "io.loom.weaver..")
        .should()
        .callMethodWhere(calls(Map.of(System.class, Set.of("getenv"))))
        .check(LOOM);
  }

  private static DescribedPredicate<JavaCall<?>> calls(Map<Class<?>, Set<String>> methods) {
    return describe(
        "calls " + methods,
        call ->
            methods.entrySet().stream()
                .anyMatch(it ->
                    call.getTargetOwner().isEquivalentTo(it.getKey())
                        && it.getValue().contains(call.getName())));
  }

  private static String[] packages(List<List<String>> ranks) {
    return ranks.stream()
        .flatMap(List::stream)
        .map(feature -> ROOT + "." + feature + "..")
        .toArray(String[]::new);
  }
}
