package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments as their users see them, wherever metadata and tables are: what one sees of prod, what prod sees of it, and how it ends. */
abstract class EnvironmentContract {
    private static final Pattern MANY = Pattern.compile("(\\d+) partitions in one commit");
    static final String SUM = "SELECT SUM(pieces) AS pieces FROM shop.days";

    @TempDir
    Path folder;

    CommandLineProject project;

    /** What daybreak.yaml says of the metadata store. */
    String metadata() {
        return "";
    }

    @BeforeEach
    void publish() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-04\n" + metadata());
        project.file(
                "sources/orders.yaml",
                """
                files: {path: data/*.csv}
                partition: {column: ordered_on, every: day}
                columns: {user_id: long, ordered_on: date, pieces: long}
                """);
        project.file("sources/users.yaml", "files: {path: people/*.csv}\ncolumns: {user_id: long, country: string}\n");
        StringBuilder orders = new StringBuilder("user_id,ordered_on,pieces\n");
        StringBuilder users = new StringBuilder("user_id,country\n");
        for (int user = 0; user < 200; user++) {
            users.append(user).append(user % 2 == 0 ? ",de\n" : ",fr\n");
            for (int day = 1; day <= 3; day++) {
                orders.append(user).append(",2025-03-0").append(day).append(",1\n");
            }
        }
        project.file("data/first.csv", orders.toString());
        project.file("people/users.csv", users.toString());
        project.table(
                "shop.days",
                "partition: {column: ordered_on, every: day}",
                """
                SELECT o.ordered_on, u.country, COUNT(DISTINCT o.user_id) AS users, SUM(o.pieces) AS pieces
                FROM raw.orders o JOIN raw.users u ON u.user_id = o.user_id
                WHERE o.ordered_on >= :start AND o.ordered_on < :end
                GROUP BY o.ordered_on, u.country
                """);
        project.table(
                "shop.total", "inputs: {shop.days: {whole: true}}", "SELECT SUM(pieces) AS pieces FROM shop.days");
        assertThat(run("run")).isEqualTo(6);
        assertThat(rows(SUM)).isEqualTo("[[600]]");
    }

    /** How many partitions were published. */
    final int run(String... arguments) {
        Outcome outcome = project.run(withJson(arguments));
        assertThat(outcome.status()).as(outcome.said()).isZero();
        String plain = outcome.err();
        return outcome.json().at("/steps/succeeded").asInt() == 0 ? 0 : published(plain);
    }

    private static String[] withJson(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        return all;
    }

    private static int published(String progress) {
        int partitions = 0;
        for (String line : progress.split("\n")) {
            if (line.startsWith("succeeded")) {
                Matcher many = MANY.matcher(line);
                partitions += many.find() ? Integer.parseInt(many.group(1)) : 1;
            }
        }
        return partitions;
    }

    final String rows(String sql, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "query";
        all[1] = sql;
        all[2] = "--json";
        System.arraycopy(more, 0, all, 3, more.length);
        Outcome outcome = project.run(all);
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json().get("rows").toString();
    }

    final String staged(String sql) {
        return rows(sql, "--env", "staging");
    }

    final JsonNode json(String... arguments) {
        Outcome outcome = project.run(withJson(arguments));
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json();
    }

    private void edit(String old, String fresh) throws IOException {
        Path sql = project.path("assets/shop/days.sql");
        String text = Files.readString(sql);
        assertThat(text).contains(old);
        Files.writeString(sql, text.replace(old, fresh));
    }

    /** Of all tables, in order. */
    private List<String> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(project.path(".daybreak/lake/warehouse"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private String upToDate(String... arguments) {
        return project.run(arguments).out();
    }

    @Test
    void aChangeIsTriedAndThenPromotedWithoutComputingItAgain() throws IOException {
        edit("SUM(o.pieces)", "10 * SUM(o.pieces)");
        edit("u.country,", "u.country, UPPER(u.country) AS code,");
        edit("GROUP BY o.ordered_on, u.country", "GROUP BY o.ordered_on, u.country, UPPER(u.country)");
        assertThat(json("plan", "--env", "staging").get("differs")).isEmpty();

        List<String> before = dataFiles();
        assertThat(run("run", "--env", "staging"))
                .as("three days and the total")
                .isEqualTo(4);
        assertThat(dataFiles())
                .as("no copy of what it only reads")
                .containsAll(before)
                .hasSize(before.size() + 4);
        assertThat(dataFiles().stream().filter(file -> !before.contains(file)))
                .allMatch(file -> file.contains("/shop/"));

        assertThat(staged(SUM)).isEqualTo("[[6000]]");
        assertThat(staged("SELECT pieces FROM shop.total")).isEqualTo("[[6000]]");
        assertThat(rows(SUM)).isEqualTo("[[600]]");
        assertThat(project.run("show", "shop.days").out()).doesNotContain("code");
        assertThat(project.run("show", "shop.days", "--env", "staging").out()).contains("code");
        JsonNode differs = json("plan", "--env", "staging").get("differs");
        assertThat(differs).hasSize(2);
        assertThat(differs.at("/0/asset").asText()).isEqualTo("shop.days");
        assertThat(differs.at("/0/partitions").asInt()).isEqualTo(3);
        assertThat(differs.at("/0/missed").asInt()).isZero();

        JsonNode diff = json("diff", "prod", "staging", "shop.days");
        assertThat(diff.get("same").asBoolean()).isFalse();
        assertThat(diff.get("schema").toString()).contains("only staging has column 'code'");
        assertThat(diff.at("/rows/prod").asInt()).isEqualTo(6);
        assertThat(diff.get("different").asInt()).isEqualTo(12);
        assertThat(diff.at("/columns/3/name").asText()).isEqualTo("pieces");
        assertThat(diff.at("/columns/3/prod/mean").asDouble()).isEqualTo(100);
        assertThat(diff.at("/columns/3/staging/mean").asDouble()).isEqualTo(1000);
        assertThat(json("diff", "prod", "staging", "raw.orders").get("same").asBoolean())
                .isTrue();

        assertThat(json("promote-env", "staging", "--why", "per piece").get("promoted"))
                .hasSize(2);

        assertThat(dataFiles()).as("promoted as they are").hasSize(before.size() + 4);
        assertThat(rows(SUM)).isEqualTo("[[6000]]");
        assertThat(upToDate("plan")).contains("Everything is up to date.");
        assertThat(run("run")).isZero();
        assertThat(upToDate("plan", "--env", "staging")).contains("Everything is up to date.", "is prod's");
        assertThat(project.run("history", "--changes").out()).contains("promote-env", "per piece");
        assertThat(project.run("runs").out() + project.run("history").out()).contains("promote-env staging");
        assertThat(json("promote-env", "staging").get("promoted")).isEmpty();
    }

    @Test
    void whatAnEnvironmentDidNotTouchFollowsProd() throws IOException {
        edit("SUM(o.pieces)", "10 * SUM(o.pieces)");
        assertThat(run("run", "shop.days", "--env", "staging")).isEqualTo(3);
        edit("10 * SUM(o.pieces)", "SUM(o.pieces)");
        project.file("data/late.csv", "user_id,ordered_on,pieces\n7,2025-03-02,1\n");

        assertThat(run("run")).as("source, one day, total").isEqualTo(3);

        assertThat(staged("SELECT COUNT(*) FROM raw.orders")).isEqualTo("[[601]]");
        assertThat(staged("SELECT pieces FROM shop.total")).isEqualTo("[[601]]");
        assertThat(staged(SUM)).as("its own").isEqualTo("[[6000]]");
        assertThat(rows(SUM)).isEqualTo("[[601]]");
    }

    @Test
    void nothingIsPromotedIfProdWentOn() throws IOException {
        edit("SUM(o.pieces)", "10 * SUM(o.pieces)");
        assertThat(run("run", "--env", "staging")).isEqualTo(4);
        edit("10 * SUM(o.pieces)", "SUM(o.pieces)");
        project.file("data/late.csv", "user_id,ordered_on,pieces\n7,2025-03-02,1\n");
        assertThat(run("run")).isEqualTo(3);

        Outcome refused = project.run("promote-env", "staging");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("'shop.days' (1 since", "'shop.total' (1 since", "drop-env staging");
        assertThat(rows(SUM)).isEqualTo("[[601]]");
        assertThat(staged(SUM)).isEqualTo("[[6000]]");
        assertThat(project.run("plan", "--env", "staging").out()).contains("changed 1 time, so it cannot be promoted");

        assertThat(project.run("drop-env", "staging").status()).isZero();
        edit("SUM(o.pieces)", "10 * SUM(o.pieces)");
        assertThat(run("run", "--env", "staging")).isEqualTo(4);
        assertThat(json("promote-env", "staging").get("promoted")).hasSize(2);
        assertThat(rows(SUM)).isEqualTo("[[6010]]");
        assertThat(upToDate("plan")).contains("Everything is up to date.");
    }

    @Test
    void whatASourceBroughtInIsPromotedWithWhatItHasRead() {
        project.file("data/late.csv", "user_id,ordered_on,pieces\n7,2025-03-02,1\n");

        assertThat(run("run", "--env", "staging")).isEqualTo(3);

        assertThat(staged("SELECT COUNT(*) FROM raw.orders")).isEqualTo("[[601]]");
        assertThat(rows("SELECT COUNT(*) FROM raw.orders")).isEqualTo("[[600]]");
        assertThat(json("promote-env", "staging").get("promoted")).hasSize(3);
        assertThat(run("run")).isZero();
        assertThat(rows("SELECT COUNT(*) FROM raw.orders")).isEqualTo("[[601]]");

        project.file("data/later.csv", "user_id,ordered_on,pieces\n8,2025-03-03,1\n");
        assertThat(run("run")).isEqualTo(3);
        assertThat(rows("SELECT COUNT(*) FROM raw.orders")).isEqualTo("[[602]]");
        assertThat(staged("SELECT COUNT(*) FROM raw.orders")).isEqualTo("[[602]]");
    }

    @Test
    void aPromotionThatDiedAfterTheTablesIsCompletedByTheNext() throws Exception {
        edit("SUM(o.pieces)", "10 * SUM(o.pieces)");
        assertThat(run("run", "--env", "staging")).isEqualTo(4);
        Path reached = folder.resolve("reached");
        ChildProcess promotion = ChildProcess.start(
                folder.resolve("out"),
                List.of("-Ddaybreak.failpoint=AFTER_COMMIT:1", "-Ddaybreak.failpoint-file=" + reached),
                "promote-env",
                "staging",
                "--project",
                project.folder().toString());
        assertThat(promotion.waitForFile(reached)).as(promotion.output()).isTrue();
        promotion.kill();
        assertThat(rows(SUM)).isEqualTo("[[6000]]");

        assertThat(json("promote-env", "staging").get("promoted")).hasSize(2);

        assertThat(upToDate("plan")).contains("Everything is up to date.");
        assertThat(upToDate("plan", "--env", "staging")).contains("Everything is up to date.");
    }

    @Test
    void aQueryOpensTheFilesThatItsConditionsLeave() {
        String rows = "SELECT pieces FROM shop.days WHERE ordered_on = DATE '2025-03-02' AND country = 'de'";

        Outcome outcome = project.run("query", rows);

        assertThat(outcome.out()).contains("100", "1 row; opened 1 of 3 files of shop.days");
    }
}
