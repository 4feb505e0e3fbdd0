package dev.daybreak.project.load;

import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Substitution;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.unittest.UnitTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the tests of a project. Everything that is wrong in any of them is told at once. */
public final class UnitTestLoader {
    /** The folder, below the project's. */
    public static final String FOLDER = "tests";

    private final Project project;
    private final Graph graph;
    private final Problems problems = new Problems();

    private UnitTestLoader(Project project, Graph graph) {
        this.project = project;
        this.graph = graph;
    }

    /**
     * What was found.
     *
     * @param tests those that are right, in the order of their files
     * @param problems by place
     */
    public record LoadedTests(List<UnitTest> tests, List<Problem> problems) {
        public LoadedTests {
            tests = List.copyOf(tests);
            problems = List.copyOf(problems);
        }
    }

    /** @param graph of the project, which has no errors */
    public static LoadedTests load(Project project, Graph graph) {
        return new UnitTestLoader(project, graph).load();
    }

    private LoadedTests load() {
        Substitution substitution = new Substitution(
                project.root(), System::getenv, project.settings().variables());
        Reading reading = new Reading(Optional.of(project.settings()), substitution, problems);
        List<UnitTest> tests = new ArrayList<>();
        for (ProjectFiles.Found file : new ProjectFiles(project.root(), problems).yaml(FOLDER, FOLDER, Set.of("csv"))) {
            Utf8.read(file.path(), file.name(), problems)
                    .flatMap(text -> reading.yaml(text, new Place(file.name(), 1, 1)))
                    .ifPresent(value -> tests.addAll(tests(file, UnitTestForm.readAll(value, problems))));
        }
        return new LoadedTests(tests, problems.sorted());
    }

    private List<UnitTest> tests(ProjectFiles.Found file, List<Located<Fields>> written) {
        List<UnitTest> tests = new ArrayList<>();
        Set<String> names = new HashSet<>();
        UnitTestReading reading = new UnitTestReading(project, graph, problems);
        for (Located<Fields> each : written) {
            Optional<String> own = each.value().find(UnitTestForm.NAME);
            if (own.isEmpty() && written.size() > 1) {
                problems.error(
                        each.place(),
                        "Missing key 'name': the file has several tests.",
                        "Say in a few words what the test is about.");
            } else if (!names.add(own.orElse(""))) {
                problems.error(
                        each.value().place(UnitTestForm.NAME),
                        "Invalid name '" + own.orElse("") + "': another test of the file has it.",
                        "Rename one of the two.");
            }
            String name = file.key().name() + own.map(text -> "/" + text).orElse("");
            reading.test(name, each).ifPresent(tests::add);
        }
        return tests;
    }
}
