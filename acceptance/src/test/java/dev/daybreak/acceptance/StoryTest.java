package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.cli.command.RootCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a newcomer does with the program, from an empty folder on. */
final class StoryTest {
    @Test
    void fromAnEmptyFolderToATableAsItWasBeforeAChange(@TempDir Path folder) throws IOException {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));

        assertThat(CommandLineProject.command("init", project.folder().toString())
                        .status())
                .isZero();
        assertThat(project.run("validate").out()).contains("No problems in 2 assets and 2 tests.");
        assertThat(project.run("plan").out()).contains("shop.daily_sales", "missing", "never published");

        Outcome first = project.run("run");
        assertThat(first.status()).isZero();
        assertThat(first.said())
                .contains("raw.orders", "shop.daily_sales", "5 partitions in one commit", "2 steps succeeded");
        assertThat(steps(project.run("run", "--json"))).isEqualTo("{\"succeeded\":0,\"skipped\":0,\"failed\":0}");
        assertThat(project.run("plan").out()).contains("Everything is up to date.");

        String sum = "SELECT SUM(orders) AS orders FROM shop.daily_sales";
        assertThat(project.run("query", sum).out()).contains("orders").contains("45");
        assertThat(project.run("show", "shop.daily_sales").out())
                .contains("shop.daily_sales", "raw.orders", "revenue", "decimal(18,2)");
        JsonNode history = project.run("history", "shop.daily_sales", "--json").json();
        assertThat(history.get("materializations")).hasSize(5);
        long snapshot = history.at("/snapshots/0/snapshot").asLong();
        assertThat(project.run("history").out()).contains("succeeded");
        assertThat(project.run("logs", "--asset", "shop.daily_sales", firstRun(first))
                        .out())
                .contains("Computed 18 rows for 5 partitions.");

        Path sql = project.path("assets/shop/daily_sales.sql");
        Files.writeString(sql, Files.readString(sql).replace("COUNT(*)", "2 * COUNT(*)"));

        assertThat(project.run("plan").out()).contains("stale", "sql changed", "5 partitions to bring up to date.");
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows(sum)).isEqualTo("[[90]]");
        assertThat(project.rows(sum + "@" + snapshot)).isEqualTo("[[45]]");
        assertThat(project.snapshots("shop.daily_sales")).isEqualTo(2);
    }

    @Test
    void explainsHowATableWouldBeComputed(@TempDir Path folder) {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        CommandLineProject.command("init", project.folder().toString());

        Outcome before = project.run("explain", "shop.daily_sales");
        assertThat(before.status()).isEqualTo(1);
        assertThat(before.said())
                .contains(
                        "Cannot compute 'shop.daily_sales': its input 'raw.orders' was never published.", "Run +shop");
        assertThat(project.run("explain", "raw.orders").status()).isEqualTo(2);

        assertThat(project.run("run", "raw.orders").status()).isZero();
        assertThat(project.run("explain", "daily_sales").out())
                .contains(
                        "shop.daily_sales for ",
                        " on duckdb",
                        "OPENED",
                        "raw.orders",
                        "ordered_at, product",
                        "Read Parquet");
        JsonNode document = project.run("explain", "shop.daily_sales", "--json").json();
        assertThat(document.get("engine").asText()).isEqualTo("duckdb");
        assertThat(document.at("/inputs/0/files").asInt()).isEqualTo(5);
        assertThat(document.at("/inputs/0/files_opened").asInt()).isEqualTo(1);
        assertThat(document.at("/inputs/0/reads/0/columns")).hasSize(4);
        assertThat(document.at("/inputs/0/reads/0/filters")).isNotEmpty();
        assertThat(project.run("show", "shop.daily_sales").out()).contains("Never published.");
    }

    private static String steps(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json().get("steps").toString();
    }

    private static String firstRun(Outcome outcome) {
        Matcher run = Pattern.compile("Run (\\S+) succeeded").matcher(outcome.said());
        assertThat(run.find()).isTrue();
        return run.group(1);
    }

    @Test
    void twoRunsAtTheSameTimeDoTheWorkOnce(@TempDir Path folder) throws Exception {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        CommandLineProject.command("init", project.folder().toString());

        List<ChildProcess> both =
                List.of(runOf(project, folder.resolve("1.txt")), runOf(project, folder.resolve("2.txt")));

        for (ChildProcess one : both) {
            assertThat(one.exitStatus()).as(one.output()).isZero();
        }
        assertThat(project.rows("SELECT COUNT(*), COUNT(DISTINCT order_id) FROM raw.orders"))
                .isEqualTo("[[45,45]]");
        assertThat(project.rows("SELECT COUNT(*), SUM(orders) FROM shop.daily_sales"))
                .isEqualTo("[[18,45]]");
        assertThat(project.snapshots("raw.orders")).isEqualTo(1);
        assertThat(project.snapshots("shop.daily_sales")).isEqualTo(1);
        assertThat(project.run("plan").out()).contains("Everything is up to date.");
    }

    private static ChildProcess runOf(CommandLineProject project, Path said) throws IOException {
        return ChildProcess.start(
                said, List.of(), "run", "--project", project.folder().toString());
    }

    static Stream<String> commands() {
        return RootCommand.commandLine().getSubcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(entry -> entry.getKey());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEveryCommandShowsAnExampleThatParses(String command) {
        Outcome outcome = CommandLineProject.command(command, "--help");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Usage: daybreak " + command);
        if (command.equals("completion")) {
            assertThat(outcome.out()).contains("source <(daybreak completion)");
            return;
        }
        Matcher example = Pattern.compile("Example: daybreak (.+)").matcher(outcome.out());
        assertThat(example.find()).as(outcome.out()).isTrue();
        String[] words = example.group(1)
                .replaceAll("&&.*", "")
                .replaceAll("\"[^\"]*\"", "SQL")
                .strip()
                .split(" +");
        CommandLine.ParseResult parsed = RootCommand.commandLine().parseArgs(words);
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource({
        "run --paralel 2,   --paralel,  --parallel",
        "plan --strat x,    --strat,    --start",
        "valdate,           valdate,    validate",
        "logs --aset a,     --aset,     --asset"
    })
    void whatIsMisspeltIsToldWithTheNearestName(String line, String wrong, String right) {
        Outcome outcome = CommandLineProject.command(line.split(" "));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("Invalid command line: ")
                .contains("'" + wrong + "'", "'" + right + "'", "--help");
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "run --parallel 0,       1 or more",
        "query X --limit -1,     0 or more",
        "history --most 0,       1 or more",
        "serve --port 70000,     0 to 65535",
        "query SELEC,            one SELECT",
        "query DROP,             one SELECT",
        "models nothing,         has no models"
    })
    void whatNoCommandCanDoIsWrongUse(String line, String mend, @TempDir Path folder) {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        CommandLineProject.command("init", project.folder().toString());

        Outcome outcome = project.run(line.split(" "));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(mend);
        assertThat(outcome.out()).isEmpty();
    }

    /** A run that is stopped while it computes says so in its one document, before the process ends. */
    @Test
    void whatIsStoppedPrintsItsDocumentToo(@TempDir Path folder) throws Exception {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\n");
        project.table(
                "shop.long",
                "",
                "SELECT SUM(a.range * b.range % 7) AS s FROM range(4000000) a CROSS JOIN range(4000000) b");
        ChildProcess run = ChildProcess.start(
                folder.resolve("run.out"),
                List.of(),
                "run",
                "--json",
                "--project",
                project.folder().toString());
        while (project.run("history", "--json")
                        .json()
                        .at("/runs/0/steps/running")
                        .asInt()
                == 0) {
            assertThat(run.runFor(50)).as(run.output()).isTrue();
        }

        run.terminate();
        run.exitStatus();

        assertThat(run.output()).contains("\"outcome\":\"cancelled\"");
        assertThat(project.run("plan").out()).contains("missing");
    }

    @Test
    void helpTellsTheDefaultsOfItsOwnCommand() {
        assertThat(CommandLineProject.command("demo", "--help").out()).contains("Default: ./daybreak-demo.");
        assertThat(CommandLineProject.command("run", "--help").out()).contains("Default: everything.");
        assertThat(CommandLineProject.command("backfill", "--help").out())
                .contains("First partition, a date or date and time. No default.")
                .doesNotContain("Default: everything.", "Default: the project's start.");
    }

    @Test
    void wrongUseIsOneDocumentWithJsonToo() {
        Outcome outcome = CommandLineProject.command("run", "--paralel", "2", "--json");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.json().at("/error/code").asText()).isEqualTo("WRONG_USE");
        assertThat(outcome.json().at("/error/message").asText()).contains("'--parallel'");
    }

    @Test
    void withJsonEveryCommandPrintsOneDocument(@TempDir Path folder) {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        Outcome made = CommandLineProject.command("init", project.folder().toString(), "--json");
        assertThat(made.json().has("project")).isTrue();

        JsonNode run = project.run("run", "--json").json();
        assertThat(run.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(run.at("/steps/succeeded").asInt()).isEqualTo(2);
        assertThat(run.fieldNames()).toIterable().containsExactly("run", "outcome", "steps", "seconds");
        assertThat(run.get("steps").fieldNames()).toIterable().containsExactly("succeeded", "skipped", "failed");
        assertThat(run.get("seconds").isNumber()).isTrue();

        assertThat(project.run("validate", "--json").json().get("problems")).isEmpty();
        assertThat(project.run("plan", "--json").json().get("steps")).hasSize(6).allSatisfy(step -> {
            assertThat(step.get("state").asText()).isEqualTo("done");
            assertThat(step.fieldNames()).toIterable().containsExactly("asset", "start", "end", "state", "reason");
        });
        JsonNode query = project.run("query", "SELECT product, revenue FROM shop.daily_sales LIMIT 2", "--json")
                .json();
        assertThat(query.toString())
                .startsWith("{\"columns\":[{\"name\":\"product\",\"type\":\"string\"},"
                        + "{\"name\":\"revenue\",\"type\":\"decimal(18,2)\"}],\"rows\":[[");
        assertThat(query.get("rows")).hasSize(2);
        assertThat(project.run("backfill", "shop.daily_sales", "--start", "2025-03-03", "--end", "2025-03-05", "--json")
                        .json()
                        .at("/steps/failed")
                        .asInt())
                .isZero();
        JsonNode show = project.run("show", "shop.daily_sales", "--json").json();
        assertThat(show.get("partitions")).hasSize(5);
        assertThat(show.get("checks")).isNotEmpty().allSatisfy(check -> assertThat(
                        check.get("success").asBoolean())
                .isTrue());
        assertThat(project.run("history", "--json").json().get("runs")).hasSize(2);
        assertThat(project.run("logs", "--json").json().has("attempts")).isTrue();
        assertThat(project.run("models", "--json").json().get("models")).isEmpty();
        assertThat(project.run("lineage", "shop.daily_sales", "--json").json().isObject())
                .isTrue();
        assertThat(project.run("completion", "--json").json().get("script").asText())
                .contains("_complete_daybreak");
        assertThat(project.run("doctor", "--json").json().isObject()).isTrue();
        assertThat(project.run("promote", "nothing", "1", "--why", "a try", "--json")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(project.run("models", "nothing", "--json")
                        .json()
                        .at("/error/message")
                        .asText())
                .isEqualTo("Cannot find model 'nothing'.");
        assertThat(project.run("show", "shop.daily_sale", "--json")
                        .json()
                        .at("/error/message")
                        .asText())
                .contains("'shop.daily_sales'");
    }
}
