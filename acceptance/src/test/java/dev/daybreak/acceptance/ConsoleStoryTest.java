package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Console, sample rows, dashboards and downloads of a real service over a real lake, with people of whom some may see less. */
@Timeout(180)
final class ConsoleStoryTest {
    private static final String ANA = "0123456789abcdef0123456789abcdef";
    private static final String VERA = "fedcba9876543210fedcba9876543210";
    private static final Pattern SNAPSHOT = Pattern.compile("raw\\.users@(\\d+)");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CommandLineProject project;
    private ServedPages served;

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    private void project() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file(
                "daybreak.yaml",
                "name: shop\nversion: 1\nstart: 2023-01-01\nend: 2023-01-04\nvariables: {hidden: hunter2}\n"
                        + "tokens:\n  - {name: ana, role: admin, token: \"${file:ana.txt}\"}\n"
                        + "  - {name: vera, role: viewer, token: \"${file:vera.txt}\"}\n");
        project.file("ana.txt", ANA);
        project.file("vera.txt", VERA);
        project.file(
                "sources/users.yaml",
                "files: {path: users.csv}\ncolumns:\n  id: long\n  email: {type: string, tags: pii}\n  joined: date\n"
                        + "partition: {column: joined, every: day}\nchecks:\n"
                        + "  - expect_column_values_to_match_regex: {column: email, regex: \"^[a-z]+@\"}\n    severity: warn\n");
        project.file(
                "users.csv",
                "id,email,joined\n1,ann@example.com,2023-01-01\n2,\"bo \"\"b\"\", <i>@example.com\",2023-01-02\n"
                        + "3,cy@example.com,2023-01-03\nx,bad@example.com,2023-01-03\n".replace("x,bad", "4,dee"));
        project.table(
                "shop.hosts",
                "description: Where people's mail is",
                "SELECT split_part(email, '@', 2) AS host, COUNT(*) AS people FROM raw.users GROUP BY split_part(email, '@', 2)");
        project.file(
                "dashboards/people.yaml",
                """
                title: People
                interval: 2 days
                parameters:
                  - {name: least, type: long, default: 1}
                  - {name: words, default: "it's; DROP"}
                tiles:
                  - title: Joined
                    chart: bar
                    sql: |
                      SELECT joined, COUNT(*) AS people FROM raw.users
                      WHERE joined >= CAST(:start AS DATE) AND joined < CAST(:end AS DATE) AND id >= :least
                      GROUP BY joined ORDER BY joined
                  - title: Words
                    chart: number
                    sql: "SELECT :words AS words"
                  - title: Mail
                    chart: table
                    sql: SELECT id, email FROM raw.users ORDER BY id
                """);
    }

    private HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(served.address() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> post(String token, String path, HttpResponse.BodyHandler<T> body, String... form)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            text.append(i == 0 ? "" : "&").append(form[i]).append('=');
            text.append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return client.send(
                HttpRequest.newBuilder(URI.create(served.address() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(text.toString()))
                        .build(),
                body);
    }

    private String console(String token, String sql, String... more) throws IOException, InterruptedException {
        String[] form = new String[more.length + 2];
        form[0] = "sql";
        form[1] = sql;
        System.arraycopy(more, 0, form, 2, more.length);
        return post(token, "/console", BodyHandlers.ofString(), form).body();
    }

    @Test
    void peopleReadTheLakeAsFarAsTheyMay() throws Exception {
        project();
        assertThat(project.run("validate").out()).contains("1 dashboard");
        CommandLineProject.Outcome first = project.run("run", "--json");
        assertThat(first.status()).as(first.said()).isZero();
        firstRun = first.json().get("run").asText();
        assertThat(project.run("run", "--env", "staging").status()).isZero();
        served = ServedPages.of(project, folder.resolve("said"), "--workers", "0");

        queries();
        masked();
        downloads();
        dashboards();
        leftNothing();
    }

    private void queries() throws Exception {
        String rows = console(ANA, "SELECT id, email FROM raw.users ORDER BY id");
        assertThat(rows).contains("4 rows", "bo \"b\", &lt;i&gt;@example.com");
        Matcher snapshot = SNAPSHOT.matcher(rows);
        assertThat(snapshot.find()).isTrue();
        assertThat(console(ANA, "SELECT COUNT(*) AS n FROM raw.users@" + snapshot.group(1), "env", "staging"))
                .contains("1 row.", "<bdi>4</bdi>");
        assertThat(console(ANA, "SELECT id FROM raw.users", "env", "nowhere"))
                .contains("Cannot find environment 'nowhere'");
        assertThat(console(ANA, "SELECT id,\n  mail FROM raw.users"))
                .contains("Cannot find column 'mail'", "(line 2, column 3 of the query)");
        assertThat(console(ANA, "DELETE FROM raw.users")).contains("expected a SELECT", "(line 1, column 1");
        assertThat(console(ANA, "SELECT * FROM read_text('" + project.path("ana.txt") + "')"))
                .contains("Cannot use")
                .doesNotContain(ANA);
        assertThat(console(ANA, "SELECT :hidden AS p"))
                .contains("Cannot find parameter")
                .doesNotContain("hunter2");
        assertThat(console(ANA, "SELECT id FROM raw.users@2020-01-01")).contains("it had no snapshot then");
        assertThat(get(ANA, "/console/names").body()).contains("raw.users", "email", "shop.hosts");
        assertThat(project.rows("SELECT COUNT(*) FROM raw.users")).isEqualTo("[[4]]");
    }

    private String firstRun;

    private void masked() throws Exception {
        assertThat(get(ANA, "/assets/raw.users/sample").body())
                .contains("dee@example.com")
                .doesNotContain("ann@");
        assertThat(get(VERA, "/assets/raw.users/sample").body())
                .contains("2023-01-03", "masked")
                .doesNotContain("@example.com");
        assertThat(get(VERA, "/assets/shop.hosts/sample").body())
                .contains("masked")
                .doesNotContain("example.com");
        assertThat(console(VERA, "SELECT id, LOWER(email) AS e FROM raw.users")).doesNotContain("@example.com");
        assertThat(console(VERA, "WITH u AS (SELECT * FROM raw.users) SELECT x.email || '!' AS e FROM u AS x"))
                .contains("masked")
                .doesNotContain("@example.com");
        assertThat(console(VERA, "SELECT id FROM raw.users WHERE email LIKE 'cy%'"))
                .contains("1 row.", "<bdi>3</bdi>");
        assertThat(get(VERA, "/dashboards/people/tiles/3").body()).doesNotContain("@example.com");
        assertThat(get(VERA, "/checks").body())
                .contains("One row that did not fit", "masked")
                .doesNotContain("@example.com");
        assertThat(get(ANA, "/checks").body()).contains("&lt;i&gt;@example.com").doesNotContain("masked");
        String checks = "/api/v1/runs/" + firstRun + "/checks";
        assertThat(get(VERA, checks).body()).contains("\"email\":\"masked\"").doesNotContain("@example.com");
        assertThat(get(ANA, checks).body()).contains("<i>@example.com");
        assertThat(project.run("logs", firstRun).out())
                .contains("such as [", "email: masked")
                .doesNotContain("@example.com");
        assertThat(get(VERA, "/assets/raw.users").body()).contains("<bdi>pii</bdi>");
        assertThat(get(ANA, "/dashboards/people/tiles/3").body()).contains("cy@example.com");
    }

    private void downloads() throws Exception {
        String sql = "SELECT id, email, joined FROM raw.users ORDER BY id";
        String csv = post(ANA, "/console/download", BodyHandlers.ofString(), "sql", sql, "format", "csv")
                .body();
        assertThat(csv)
                .startsWith("id,email,joined\n1,ann@example.com,2023-01-01\n")
                .contains("2,\"bo \"\"b\"\", <i>@example.com\",2023-01-02\n");
        assertThat(post(VERA, "/console/download", BodyHandlers.ofString(), "sql", sql, "format", "csv")
                        .body())
                .startsWith("id,email,joined\n1,,2023-01-01\n");
        byte[] parquet = post(ANA, "/console/download", BodyHandlers.ofByteArray(), "sql", sql, "format", "parquet")
                .body();
        Path file = folder.resolve("back.parquet");
        Files.write(file, parquet);
        project.file(
                "sources/back.yaml", "files: {path: " + file + "}\ncolumns: {id: long, email: string, joined: date}\n");
        assertThat(project.run("run", "raw.back").status()).isZero();
        assertThat(project.rows(
                        "SELECT COUNT(*) FROM raw.back b JOIN raw.users u ON u.id = b.id AND u.email = b.email"))
                .isEqualTo("[[4]]");
        assertThat(post(ANA, "/console/download", BodyHandlers.ofString(), "sql", "DROP", "format", "csv")
                        .statusCode())
                .isEqualTo(400);
    }

    private void dashboards() throws Exception {
        assertThat(get(VERA, "/dashboards").body()).contains("People");
        assertThat(get(VERA, "/dashboards/people").body())
                .contains("tiles/1?least=1", "start=2023-01-02", "end=2023-01-04");
        assertThat(get(VERA, "/dashboards/people/tiles/1").body())
                .contains("raw.users@", "2023-01-02", "2023-01-03")
                .doesNotContain("2023-01-01");
        assertThat(get(VERA, "/dashboards/people/tiles/1?start=2023-01-01").body())
                .contains("2023-01-01");
        assertThat(get(VERA, "/dashboards/people/tiles/2").body()).contains("it's; DROP");
        String hostile = URLEncoder.encode("' || (SELECT MAX(email) FROM raw.users) || '", StandardCharsets.UTF_8);
        assertThat(get(VERA, "/dashboards/people/tiles/2?words=" + hostile).body())
                .contains("SELECT MAX(email)")
                .doesNotContain("@example.com");

        assertThat(project.run("dashboards").out()).contains("people", "People");
        Path file = folder.resolve("out/people.html");
        assertThat(project.run("dashboards", "export", "people", "--to", file.toString(), "--set", "words=<b>")
                        .out())
                .contains("Wrote dashboard people");
        assertThat(Files.readString(file))
                .contains("&lt;b&gt;", "data-chart", "raw.users@")
                .doesNotContain("@example.com");
        assertThat(project.run("dashboards", "export", "people", "--to", file.toString())
                        .err())
                .contains("it is there already");
        assertThat(project.run("dashboards", "export", "peple", "--to", "x.html")
                        .err())
                .contains("Did you mean 'people'?");
        assertThat(project.run("dashboards", "export", "people", "--to", "x.html", "--set", "leest=2")
                        .err())
                .contains("Did you mean 'least'?");
    }

    private void leftNothing() throws IOException {
        try (Stream<Path> files = Files.list(project.path(".daybreak/tmp"))) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("query-")))
                    .isEmpty();
        }
    }

    @Test
    void whatIsWrongWithDashboardsIsToldAtOnceAndStopsNothing() {
        project();
        project.file(
                "dashboards/broken.yaml",
                """
                tiles:
                  - title: One
                    sql: |
                      SELECT id,
                             mail FROM raw.users WHERE joined >= :start
                  - title: Two
                    sql: DELETE FROM raw.users
                parameters:
                  - {name: Bad, default: 1}
                """);
        project.file(
                "dashboards/unread.yaml", "tiles:\n  - title: T\n    sql: SELECT * FROM raw.user\n    chart: pie\n");
        project.file("dashboards/unknown.yaml", "tiles:\n  - title: T\n    sql: SELECT * FROM raw.user\n");

        CommandLineProject.Outcome outcome = project.run("validate");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.said())
                .contains(
                        "dashboards/broken.yaml:9:12",
                        "Invalid name of a parameter 'Bad'",
                        "dashboards/unread.yaml:4:12",
                        "dashboards/unknown.yaml:3:24",
                        "Cannot find table 'raw.user'");
        assertThat(project.run("run").status()).isZero();
    }

    @Test
    void placesInTilesAreThoseOfTheFile() {
        project();
        project.file(
                "dashboards/broken.yaml",
                """
                tiles:
                  - title: One
                    sql: |
                      SELECT id,
                             mail FROM raw.users WHERE joined >= :start
                """);

        assertThat(project.run("validate").said())
                .contains("dashboards/broken.yaml:5:14", "Cannot find column 'mail'")
                .contains("dashboards/broken.yaml:5:50", "add 'interval: 30 days'");
    }
}
