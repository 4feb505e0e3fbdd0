package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Relation;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.StepResult;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A project of a few days of March 2025 in which {@code shop.users} reads what changed of users on each day. */
final class ModeProject implements AutoCloseable {
    static final String SELECT = "SELECT user_id, plan, seen, gone FROM raw.changes";

    final TableProject project;

    /** @param header of the table */
    ModeProject(Path folder, String end, String header) {
        project = new TableProject(folder, "UTC", "2025-03-01", end);
        project.source("changes", "{seen: timestamp, user_id: long, plan: string, gone: boolean}", "seen");
        table(header);
    }

    void table(String header) {
        project.table("shop.users", header, SELECT);
    }

    /** What changed on a day, each {@code (user, plan, gone)}, at noon; brought in at once. */
    void given(int day, String... changes) {
        rows(day, "CAST(DATE '2025-03-0" + day + "' AS TIMESTAMP) + INTERVAL 12 HOUR", changes);
    }

    /** The same, each {@code (user, plan, gone, hour)}. */
    void givenByHour(int day, String... changes) {
        rows(day, "CAST(DATE '2025-03-0" + day + "' AS TIMESTAMP) + to_hours(CAST(hour AS INTEGER))", changes);
    }

    private void rows(int day, String seen, String... changes) {
        String values = changes.length == 0 ? "(1, '', false, 0)" : String.join(", ", changes);
        String columns = values.split("\\)")[0].split(",").length == 4
                ? "v(user_id, plan, gone, hour)"
                : "v(user_id, plan, gone)";
        String sql = "SELECT " + seen + " AS seen, user_id, plan, gone FROM (VALUES " + values + ") AS " + columns
                + (changes.length == 0 ? " WHERE false" : "");
        project.replace("raw.changes", project.days(day, day), sql);
        project.bringIn();
    }

    /** Runs everything; no step may fail. Returns what the steps of the table say. */
    List<String> run() {
        RunResult result = project.run();
        assertThat(result.steps()).allSatisfy(step -> assertThat(step.failure()).isEmpty());
        return result.steps().stream()
                .filter(step -> step.step().asset().toString().equals("shop.users"))
                .map(StepResult::words)
                .toList();
    }

    List<String> rows(String sql) {
        return project.rows("shop.users", sql);
    }

    /** The paths of the table's files. */
    List<String> files() {
        return project
                .lakeTable("shop.users")
                .pin(Optional.empty(), DataInterval.ALL, ZoneOffset.UTC)
                .relation()
                .files()
                .stream()
                .map(Relation.DataFile::path)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        project.close();
    }
}
