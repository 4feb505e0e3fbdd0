package dev.daybreak.quality;

import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A table {@code t} and checks on it. */
abstract class ChecksOnATable {
    @TempDir
    static Path folder;

    static TestSession session;
    private Schema schema;

    @BeforeAll
    static void openSession() {
        session = TestSession.open(folder);
    }

    @AfterAll
    static void closeSession() {
        session.close();
    }

    /** Fills the table from VALUES: {@code given("a, b", "(1, 'x'), (2, NULL)")}. */
    void given(String columns, String rows) {
        schema = session.table("t", "SELECT * FROM (VALUES " + rows + ") AS v(" + columns + ")");
        session.queries.clear();
    }

    CheckOutcome evaluate(String expectation, Object... arguments) {
        return evaluate(check(expectation, arguments)).get(0);
    }

    List<CheckOutcome> evaluate(CheckSpec... checks) {
        return Checks.evaluate(session, "t", schema, List.of(checks));
    }

    Schema schema() {
        return schema;
    }

    /** Arguments are names and values in turn. */
    static CheckSpec check(String expectation, Object... arguments) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            map.put((String) arguments[i], arguments[i + 1]);
        }
        return new CheckSpec(expectation, map, CheckSpec.Severity.BLOCK, new Place("assets/t.sql", 7, 5));
    }
}
