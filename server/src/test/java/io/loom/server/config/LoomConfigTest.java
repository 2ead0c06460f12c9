package io.loom.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.ByteSize;
import io.loom.base.Secret;
import io.loom.ground.config.ConfigProblem;
import io.loom.ground.config.ConfigResult;
import io.loom.ground.config.ConfigResult.Loaded;
import io.loom.ground.config.ConfigResult.Refused;
import io.loom.ground.config.Environment;
import io.loom.ground.database.DatabaseConfig.Postgresql;
import io.loom.ground.database.DatabaseConfig.Sqlite;
import io.loom.ground.http.BrowserRules.HostCheck;
import io.loom.ground.http.WebConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoomConfigTest {
  private static final Environment NO_VARIABLES = Environment.of(Map.of());

  @TempDir private Path folder;

  @Test
  void defaultsAreThoseOfTheGuide() {
    var config = loaded("");

    assertThat(config.server().httpPort()).isEqualTo(8081);
    assertThat(config.server().idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.server().isLoopbackOnly()).isTrue();
    assertThat(config.database().path()).isEqualTo(Path.of("./loom.db"));
    assertThat(config.security().enableAuth()).isFalse();
    assertThat(config.agents().maxConcurrent()).isEqualTo(6);
    assertThat(config.agents().allowedRoles()).hasSize(6).contains("qa");
    assertThat(config.cache().enabled()).isTrue();
    assertThat(config.readiness().mode()).isEqualTo(ReadinessConfig.Mode.BLOCK);
    assertThat(config.dispatch().maxHops()).isEqualTo(20);
    assertThat(config.runs().maxCostMicros()).isEmpty();
  }

  @Test
  void withoutAnyFileBothPortsOfTheGuideAreTried() {
    var server = loaded(load(null)).server();

    assertThat(server.httpPort()).isEqualTo(8080);
    assertThat(server.extraHttpPorts()).containsExactly(8081);
    assertThat(server.extraPortsOptional()).isTrue();
  }

  @Test
  void fileOfTheWorkingFolderIsUsedWhenNoneIsNamed() throws Exception {
    Files.writeString(folder.resolve("config.yaml"), "server: {http_port: 9000}\n");

    assertThat(loaded(load(null)).server().httpPort()).isEqualTo(9000);
  }

  @Test
  void fileThatIsNamedMustExist() {
    assertThat(problems(load(folder.resolve("other.yaml"))).toString())
        .contains("other.yaml: there is no such file");
  }

  @Test
  void linkOfTheWorkingFolderThatLeadsNowhereIsNoAbsentFile() throws Exception {
    Files.createSymbolicLink(folder.resolve("config.yaml"), folder.resolve("gone"));

    assertThat(load(null)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: {http_port: 70000}          | server.http_port: is 70000; write a number from 0 to 65535
          server: {extra_http_ports: [8081]}  | server.extra_http_ports: is [8081] with
          server: {bind: example.com}         | server.bind: is "example.com"; write an address
          server: {bind: 0.0.0.0}             | security.allow_insecure
          server: {bind: '::'}                | security.allow_insecure
          server: {enable_https: true}        | server.tls_cert_file: is empty, but server.enable_https is true; name a PEM file
          server: {enable_https: true, tls_cert_file: c} | server.tls_key_file: is empty
          server: {enable_https: true, https_port: 8081, tls_cert_file: c, tls_key_file: k} | server.https_port: is 8081, as server.http_port is
          server: {public_url: 'loom.example'} | server.public_url: is "loom.example"; write an address
          server: {max_connections: 0}        | server.max_connections: is 0; write 1 or more
          security: {allowed_origins: ['https://a/b']} | security.allowed_origins: has "https://a/b"; write origins
          database: {connections: 0}          | database.connections: is 0
          server: {enable_http: false}        | server.enable_http: is false, and so is server.enable_https
          server: {read_timeout: 0}           | server.read_timeout: is zero
          security: {concurrent_logins: 0}    | security.concurrent_logins
          database: {type: postgres}          | database.dsn: is empty
          database: {type: mysql}             | write one of sqlite, postgres
          agents: {max_concurrent: 0}         | agents.max_concurrent: is 0; write a number from 1
          runs: {lease_time: 10ms}            | runs.lease_time: is 10ms; write 1s or more
          runs: {max_cost: -1}                | runs.max_cost: is -1; write dollars
          runs: {max_cost: 0.0000001}         | runs.max_cost
          weavers: {cpus: 0}                  | weavers.cpus: is 0; write a number from 0.01
          weavers: {memory: 1MiB}             | weavers.memory: is 1MiB; write 16MiB or more
          git: {author_name: 'a <b>'}         | git.author_name: holds <
          cache: {backend: redis}             | cache.redis_url: is empty
          events: {retention: 1m}             | events.retention: is 1m
          audit: {retention: 1h}              | audit.retention: is 1h
          projects: [{id: A}]                 | projects[0].id: is "A"; write lower-case letters
          projects: [{id: a}, {id: a}]        | projects.id: "a" is there twice
          projects: [{id: a, beads_path: ../b}] | projects[0].beads_path: is "../b"
          providers: [{id: a}]                | providers[0].endpoint: is missing
          providers: [{id: a, endpoint: x}]   | providers[0].endpoint: is no http
          providers: [{id: a, endpoint: 'http://u:p@h/'}] | holds a user or password
          providers: [{id: a, endpoint: 'http://h/', api_key: sk-1}] | a secret is not written here
          dispatch: {max_hop: 1}              | dispatch.max_hop: unknown key; did you mean max_hops?
          """)
  void settingThatCannotWorkIsRefusedByName(String text, String said) {
    assertThat(problems(parse(text)))
        .singleElement()
        .asString()
        .startsWith("x.yaml:1: ")
        .contains(said);
  }

  @Test
  void wideBindIsAllowedWhenAskedForByName() {
    var config = loaded("server: {bind: 0.0.0.0}\nsecurity: {allow_insecure: true}\n");

    assertThat(config.server().isLoopbackOnly()).isFalse();
  }

  @Test
  void wideBindIsAllowedWithSignInAndASecretOfOnesOwn() {
    var text =
        """
        server: {bind: 0.0.0.0}
        security: {enable_auth: true, jwt_secret: %s}
        """;

    assertThat(loaded(text.formatted("my-own-secret")).security().enableAuth()).isTrue();
    for (var placeholder : new String[] {"change-me", "''"}) {
      assertThat(problems(parse(text.formatted(placeholder))))
          .singleElement()
          .asString()
          .contains("security.jwt_secret: is the placeholder");
    }
  }

  @Test
  void portsAndAddressReachTheWebServer() {
    var web =
        loaded("server: {http_port: 1, extra_http_ports: [2], bind: localhost, max_body: 1MiB}")
            .server()
            .toWebConfig(List.of());

    assertThat(web.bind()).isEqualTo("127.0.0.1");
    assertThat(web.plain()).isEqualTo(new WebConfig.Plain(1, List.of(2), false));
    assertThat(web.tls()).isNull();
    assertThat(web.limits().body()).isEqualTo(ByteSize.ofMebibytes(1));
    assertThat(web.browsers().check()).isEqualTo(HostCheck.ON);
  }

  @Test
  void serverMaySpeakNothingButTls() {
    var web =
        loaded(
                "server: {enable_http: false, enable_https: true, https_port: 3, tls_cert_file: c,"
                    + " tls_key_file: k, public_url: 'https://Loom.example:444/'}")
            .server()
            .toWebConfig(List.of("https://a.example"));

    assertThat(web.plain()).isNull();
    assertThat(web.tls()).isNotNull();
    assertThat(web.browsers().allowedOrigins())
        .containsExactly("https://a.example", "https://loom.example:444");
    assertThat(web.browsers().hostNames()).containsExactly("loom.example");
  }

  @Test
  void typeDecidesWhichDatabaseIsOpened() {
    assertThat(loaded("database: {path: a.db, dsn: 'postgres://h/l'}").database().toTarget())
        .isEqualTo(new Sqlite(Path.of("a.db")));
    assertThat(loaded("database: {type: postgres, dsn: 'postgres://h/l'}").database().toTarget())
        .isEqualTo(new Postgresql(new Secret("postgres://h/l"), 10));
  }

  @Test
  void costIsKeptToTheMicroDollar() {
    assertThat(loaded("runs: {max_cost: 2.50}").runs().maxCostMicros()).hasValue(2_500_000);
  }

  @Test
  void printingTheSettingsShowsNoSecret() {
    var text =
        """
        database: {type: postgres, dsn: "postgres://loom:hunter2@h/loom"}
        security: {jwt_secret: hunter2, jwt_secret_previous: hunter2, webhook_secret: hunter2}
        cache: {redis_url: "redis://:hunter2@h"}
        """;

    assertThat(loaded(text).toString()).doesNotContain("hunter2");
  }

  @Test
  void masterPasswordIsTheDocumentedOneUnlessSet() {
    assertThat(MasterPassword.from(NO_VARIABLES).isDefault()).isTrue();
    assertThat(MasterPassword.from(Environment.of(Map.of("LOOM_PASSWORD", ""))).isDefault())
        .isTrue();

    var own = MasterPassword.from(Environment.of(Map.of("LOOM_PASSWORD", "p")));
    assertThat(own.isDefault()).isFalse();
    assertThat(own.secret().reveal()).isEqualTo("p");
  }

  private ConfigResult<LoomConfig> load(@Nullable Path named) {
    return LoomConfig.load(named, folder.resolve("config.yaml"), NO_VARIABLES);
  }

  private static ConfigResult<LoomConfig> parse(String text) {
    return LoomConfig.parse("x.yaml", text, NO_VARIABLES);
  }

  private static LoomConfig loaded(String text) {
    return loaded(parse(text));
  }

  private static LoomConfig loaded(ConfigResult<LoomConfig> result) {
    assertThat(result).isInstanceOf(Loaded.class);
    return ((Loaded<LoomConfig>) result).config();
  }

  private static List<String> problems(ConfigResult<LoomConfig> result) {
    assertThat(result).isInstanceOf(Refused.class);
    return ((Refused<LoomConfig>) result).problems().stream().map(ConfigProblem::toString).toList();
  }
}
