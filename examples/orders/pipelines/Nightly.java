import dev.daybreak.pipelines.api.JavaPipeline;
import dev.daybreak.pipelines.api.PipelineBuilder;
import dev.daybreak.pipelines.api.Step;
import dev.daybreak.pipelines.api.StepContext;
import dev.daybreak.project.asset.TriggerRule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is done every night: look at the files that came, report on the table that was made of them, and tell of good days. */
public final class Nightly implements JavaPipeline {
    /** What is handed from step to step is kept as JSON, and comes back as what it was. */
    record Delivery(String branch, long lines) {}

    @Override
    public void define(PipelineBuilder nightly) {
        nightly.description("Reports on the day before").owner("shop").schedule("@daily").watermark("2 hours").start("2025-03-01");

        // A chain in a line: each step takes what the one before it yields.
        nightly.step("deliveries", this::deliveries).then("lines", this::lines).thenDo("check_in", this::checkIn);

        // SQL over the lake; the table comes before it, for the same interval.
        Step<List<Map<String, Object>>> totals = nightly.sql(
                "totals",
                "SELECT branch, SUM(orders) AS orders, SUM(taken) AS taken FROM shop.daily"
                        + " WHERE day >= CAST(:start AS DATE) AND day < CAST(:end AS DATE) GROUP BY branch ORDER BY branch");

        // A script of another language: what it prints last is the step's value.
        Step<String> report =
                nightly.command("report", "python3", "scripts/report.py").after(totals).retries(1).timeout("5 minutes");

        // A branch: what it does not name is left out, and what joins the two again says that this is no failure.
        Step<List<String>> choose = totals.branch("choose", this::choose);
        Step<Void> good = nightly.action("good", step -> step.log("a good day: " + step.value(totals))).after(choose);
        Step<Void> calm = nightly.action("calm", step -> step.log("a calm day")).after(choose);
        nightly.action("done", step -> step.log("report: " + step.value(report)))
                .after(report, good, calm)
                .when(TriggerRule.NONE_FAILED);
    }

    private List<Delivery> deliveries(StepContext step) throws IOException {
        Path folder = step.project().resolve("inbox").resolve(step.day().toString());
        if (!Files.isDirectory(folder)) {
            throw step.skip("nothing was delivered for " + step.day());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(file -> new Delivery(file.getFileName().toString(), count(file))).toList();
        }
    }

    private static long count(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count() - 1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long lines(StepContext step, List<Delivery> deliveries) {
        return deliveries.stream().mapToLong(Delivery::lines).sum();
    }

    private void checkIn(StepContext step, Long lines) {
        step.log(lines + " lines came for " + step.day());
    }

    private List<String> choose(StepContext step, List<Map<String, Object>> totals) {
        BigDecimal taken = totals.stream().map(row -> (BigDecimal) row.get("taken")).reduce(BigDecimal.ZERO, BigDecimal::add);
        long bar = (Long) step.variable("good_day").orElseThrow();
        return List.of(taken.longValue() > bar ? "good" : "calm");
    }
}
