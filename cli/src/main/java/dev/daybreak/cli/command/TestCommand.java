package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.TestBench;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.unittest.UnitTest;
import dev.daybreak.tables.UnitTestResult;
import dev.daybreak.tables.UnitTesting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description = {
            "Run the project's tests, tests/NAME.yaml: SQL tables are computed from given rows, and what they yield is"
                    + " compared with the rows that are expected.",
            "The project's tables are neither read nor written. Exit status 1 if a test fails."
        },
        footer = {"", "Example: daybreak test features.user_days"})
final class TestCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "TEST",
            description = "Tests by name or file, or tables, of which all tests are run. Default: all tests.")
    private List<String> wanted = List.of();

    @Mixin
    private EngineOption engine;

    @Option(names = "--parallel", paramLabel = "N", description = "Tests at a time. Default: the machine's cores.")
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show at most so many rows of each test that differ. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        Bounds.requireAtLeast("--parallel", parallel, 1);
        Bounds.requireAtLeast("--limit", limit, 0);
        Output output = new Output(options.json());
        long start = System.nanoTime();
        List<Map<String, Object>> told = new ArrayList<>();
        int failed = 0;
        try (TestBench bench = TestBench.open(options.project(), options.variables(), engine.engine(), output)) {
            List<UnitTest> tests = chosen(bench.tests());
            TestReport report = new TestReport(output, limit);
            try (SideBySide<UnitTesting, UnitTestResult> running =
                    new SideBySide<>(bench::testing, UnitTesting::close, parallel)) {
                tests.forEach(test -> running.add(testing -> testing.run(test)));
                for (UnitTestResult result = running.next(); result != null; result = running.next()) {
                    failed += result.isPassed() ? 0 : 1;
                    report.show(result);
                    told.add(report.value(result));
                }
            }
        }
        double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
        int passed = told.size() - failed;
        output.line(
                told.isEmpty()
                        ? "No tests: a file in tests/ makes one."
                        : (failed == 0 ? "" : "\n" + failed + " failed, ") + passed + " passed in " + seconds + " s.");
        output.document(Output.fields("passed", passed, "failed", failed, "seconds", seconds, "tests", told));
        return failed == 0 ? 0 : 1;
    }

    private List<UnitTest> chosen(List<UnitTest> tests) {
        if (wanted.isEmpty()) {
            return tests;
        }
        Set<String> known = new LinkedHashSet<>();
        tests.forEach(test -> known.addAll(names(test)));
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Invalid test '" + name + "': there is no test, and no table with tests, of that name."
                                + NearestName.hint(name, known),
                        tests.isEmpty()
                                ? "The project has no tests."
                                : "Tests: "
                                        + String.join(
                                                ", ",
                                                tests.stream()
                                                        .map(UnitTest::name)
                                                        .toList()) + ".");
            }
        }
        return tests.stream()
                .filter(test -> names(test).stream().anyMatch(wanted::contains))
                .toList();
    }

    /** The words by which a test can be asked for. */
    private static List<String> names(UnitTest test) {
        List<String> names = new ArrayList<>(
                List.of(test.name(), test.place().file(), test.asset().toString()));
        // The file's name, and the test's own.
        names.addAll(List.of(test.name().split("/", 2)));
        return names;
    }
}
