package dev.daybreak.pipelines.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How pipelines in Java are compiled and defined, and what is said of those that are wrong. */
class JavaPipelinesTest {
    @TempDir
    Path folder;

    private CodeProject project;

    @BeforeEach
    void open() {
        project = new CodeProject(folder);
    }

    private String problem() {
        List<Problem> problems = project.pipelines().problems();
        assertThat(problems).hasSize(1);
        return problems.get(0).place() + " " + problems.get(0).message();
    }

    @Test
    void aPipelineSaysWhatAFileCanSay() {
        project.pipeline(
                "WeeklyExport",
                """
                pipeline.description("Exports").owner("growth").tags("weekly").schedule("0 6 * * 1", "@monthly").zone("Europe/Berlin")
                        .start("2025-03-10").end("2026-01-01").watermark("2 hours").jitter("10 minutes").missed("{policy: all, most: 36}")
                        .maxActiveRuns(2).priority(10).enabled(false)
                        .option("on_failure", "chat").option("on_success", "[chat]");
                pipeline.step("one", step -> 1).description("First").owner("ana").tags("a", "b").retries("{most: 3, wait: 5 seconds}")
                        .timeout("10 minutes").pool("narrow").waitFor("{file: 'in/{start:yyyy-MM-dd}'}").waitFor("{after: 1 hour}");
                pipeline.step("two", step -> 2);
                """,
                "");

        JavaPipelines read = project.pipelines();

        assertThat(read.problems()).isEmpty();
        Pipeline pipeline = read.pipelines().get(0);
        assertThat(pipeline.name()).isEqualTo("weekly_export");
        assertThat(pipeline.trigger()).isInstanceOf(Trigger.OnSchedule.class);
        assertThat(pipeline.zone()).hasToString("Europe/Berlin");
        assertThat(pipeline.start()).contains(Instant.parse("2025-03-09T23:00:00Z"));
        assertThat(pipeline.missed().most()).isEqualTo(36);
        assertThat(pipeline.maxActiveRuns()).isEqualTo(2);
        assertThat(pipeline.priority()).isEqualTo(10);
        assertThat(pipeline.enabled()).isFalse();
        assertThat(pipeline.onEnd().failure()).containsExactly("chat");
        assertThat(pipeline.onEnd().success()).containsExactly("chat");
        assertThat(pipeline.selection()).containsExactly("weekly_export.one", "weekly_export.two");
        var about = read.steps().get(0).about();
        assertThat(about.owner()).isEqualTo("ana");
        assertThat(read.steps().get(1).about().owner()).as("the pipeline's").isEqualTo("growth");
        assertThat(about.tries().retries()).isEqualTo(3);
        assertThat(about.slots().pool()).isEqualTo("narrow");
        assertThat(about.sensors()).hasSize(2);
        assertThat(about.place()).hasToString("pipelines/WeeklyExport.java:13");
    }

    @Test
    void aCompileErrorHasItsPlaceAndStopsOnlyItsPipeline() {
        project.daily("Good", "pipeline.step(\"one\", step -> 1);")
                .daily("Bad", "pipeline.step(\"one\", step -> undefined());");

        JavaPipelines read = project.pipelines();

        assertThat(read.pipelines().stream().map(Pipeline::name)).containsExactly("good");
        assertThat(read.problems()).hasSize(1);
        assertThat(read.problems().get(0).place()).hasToString("pipelines/Bad.java:10:30");
        assertThat(read.problems().get(0).message())
                .startsWith("Cannot compile pipeline 'bad': cannot find symbol; symbol:   method undefined()");
    }

    @Test
    void aPipelineThatThrowsWhileItIsDefinedIsToldWithItsLine() {
        project.daily("Bad", "throw new IllegalArgumentException(\"no luck\");");

        assertThat(problem())
                .isEqualTo("pipelines/Bad.java:10 Cannot define pipeline 'bad': its code threw"
                        + " java.lang.IllegalArgumentException: no luck.");
    }

    @Test
    void valuesAreJudgedAsInFilesWithTheLineThatSaidThem() {
        project.pipeline(
                "Bad", "pipeline.schedule(\"0 0 30 2 *\");\npipeline.step(\"one\", step -> 1).pool(\"wide\");", "");

        List<Problem> problems = project.pipelines().problems();

        assertThat(problems.stream().map(each -> each.place().toString()))
                .containsExactly("pipelines/Bad.java:9", "pipelines/Bad.java:10");
        assertThat(problems.get(0).message()).contains("'0 0 30 2 *'");
        assertThat(problems.get(1).message())
                .isEqualTo("Invalid pool 'wide': daybreak.yaml has no such pool; permitted: narrow.");
    }

    @Test
    void keysThatThereAreNotAreToldWithTheNearest() {
        project.pipeline("Bad", "pipeline.option(\"priorty\", \"3\");\npipeline.step(\"one\", step -> 1);", "");

        assertThat(problem())
                .isEqualTo(
                        "pipelines/Bad.java:9 Invalid key 'priorty': a pipeline has no such key. Did you mean 'priority'?");
    }

    @Test
    void twoStepsOfOneNameAreRefused() {
        project.daily("Bad", "pipeline.step(\"one\", step -> 1);\npipeline.step(\"one\", step -> 2);");

        assertThat(problem())
                .isEqualTo(
                        "pipelines/Bad.java:11 Invalid name 'one' of a step: pipeline 'bad' has another step of that name.");
    }

    @Test
    void stepsThatComeAfterEachOtherAreRefused() {
        project.daily(
                "Bad",
                """
                Step<Integer> one = pipeline.step("one", step -> 1);
                Step<Integer> two = pipeline.step("two", step -> 2).after(one);
                one.after(two);
                """);

        assertThat(problem())
                .startsWith("pipelines/Bad.java:10 Invalid step 'one' of pipeline 'bad': it comes after itself");
    }

    @Test
    void assetsAndConnectionsThatAreNotThereAreRefused() {
        project.daily(
                "Bad",
                """
                pipeline.step("one", step -> 1).afterAsset("raw.clicks");
                pipeline.sql("two", "SELECT COUNT(*) AS n FROM raw.clicks");
                pipeline.statement("three", "shopp", "DELETE FROM visits");
                pipeline.select("+features.daily");
                """);

        assertThat(project.pipelines().problems().stream().map(each -> each.place() + " " + each.message()))
                .containsExactly(
                        "pipelines/Bad.java:10 Invalid asset 'raw.clicks': the project has no such asset.",
                        "pipelines/Bad.java:11 Invalid asset 'raw.clicks': the project has no such asset.",
                        "pipelines/Bad.java:12 Missing connection 'shopp': daybreak.yaml does not declare it. Did you mean 'shop'?",
                        "pipelines/Bad.java:13 Invalid selection 'features.daily': there is no such asset.");
    }

    @Test
    void aPipelineNeedsAStep() {
        project.daily("Bad", "");

        assertThat(problem()).isEqualTo("pipelines/Bad.java:1:1 Invalid pipeline 'bad': it has no steps.");
    }

    @Test
    void aNameIsGivenOnce() {
        project.file("pipelines/nightly.yaml", "selection: [raw.clicks]\n")
                .file("sources/clicks.yaml", "files: {path: 'in/*.jsonl'}\ncolumns: {id: long}\n")
                .daily("Nightly", "pipeline.step(\"one\", step -> 1);");

        assertThat(problem())
                .isEqualTo(
                        "pipelines/Nightly.java:1:1 Invalid pipeline 'nightly': another file defines a pipeline of that name.");
    }

    @Test
    void filesShareClassesThatAreNoPipelines() {
        project.file("pipelines/Shared.java", "final class Shared { static int one() { return 1; } }\n")
                .daily("Good", "pipeline.step(\"one\", step -> Shared.one());");

        JavaPipelines read = project.pipelines();

        assertThat(read.problems()).isEmpty();
        assertThat(read.pipelines()).hasSize(1);
    }

    @Test
    void aClassInAPackageIsToldHowToBegin() {
        project.file("pipelines/Bad.java", "package somewhere;\npublic final class Bad {}\n");

        assertThat(problem())
                .startsWith(
                        "pipelines/Bad.java:1:1 Invalid pipeline 'bad': the file needs a public class 'Bad' without a package");
    }

    @Test
    void whatWasCompiledIsKeptUntilAFileChanges() throws IOException {
        project.daily("Good", "pipeline.step(\"one\", step -> 1);");
        project.pipelines();
        Path kept = compiled();
        FileTime old = FileTime.from(Instant.parse("2025-01-01T00:00:00Z"));
        Files.setLastModifiedTime(kept, old);

        project.pipelines();

        assertThat(Files.getLastModifiedTime(kept)).as("not compiled again").isEqualTo(old);
        project.daily("Good", "pipeline.step(\"two\", step -> 1);");
        assertThat(project.pipelines().steps().get(0).key()).hasToString("good.two");
    }

    private Path compiled() throws IOException {
        try (Stream<Path> found = Files.walk(folder.resolve(".daybreak/classes"))) {
            return found.filter(path -> path.endsWith("Good.class")).findFirst().orElseThrow();
        }
    }
}
