package dev.daybreak.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.cli.console.Output;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.query.Queries;
import dev.daybreak.server.query.Query;
import dev.daybreak.server.query.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries of people end, whatever they ask. */
@Timeout(120)
class LakeQueriesTest {
    /** It would take hours. */
    private static final String ENDLESS =
            "WITH d AS (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3), e AS (SELECT a.n FROM d a, d b, d c, d"
                    + " e, d f, d g) SELECT COUNT(*) AS n FROM e a, e b, e c, e d, e f WHERE SIN(a.n + b.n) > SIN(c.n + d.n + f.n)";

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("daybreak.yaml"), "name: shop\nversion: 1\n");
        workspace = Workspace.open(Opening.of(folder, Map.of()), new Output(true));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static Query query(String sql, int most) {
        return new Query(sql, Map.of(), Optional.empty(), "", false, most);
    }

    @Test
    void aQueryThatRunsTooLongIsStoppedAndTheNextOneRuns() {
        Queries queries = new LakeQueries(workspace, Duration.ofMillis(300));

        assertThatThrownBy(() -> queries.run(query(ENDLESS, 10)))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT))
                .hasMessageContaining("was stopped");
        assertThatThrownBy(() -> queries.write(query(ENDLESS, 10), Queries.FileKind.CSV))
                .hasMessageContaining("was stopped");

        Queries patient = new LakeQueries(workspace, Duration.ofMinutes(1));
        assertThat(patient.run(query("SELECT 1 AS one", 10)).rows().get(0)).containsExactly(1);
        assertThat(folder.resolve(".daybreak/tmp")).isDirectoryNotContaining("glob:**query-*");
    }

    @Test
    void noMoreRowsComeThanAreWanted() {
        Queries queries = new LakeQueries(workspace, Duration.ofMinutes(1));

        Result result = queries.run(query("SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3", 2));

        assertThat(result.rows()).hasSize(2);
        assertThat(result.isCut()).isTrue();
        assertThat(queries.run(query("SELECT 1 AS n", 1)).isCut()).isFalse();
    }

    @Test
    void rowsThatAreTooLongTogetherAreCut() {
        Queries queries = new LakeQueries(workspace, Duration.ofMinutes(1));

        Result result = queries.run(query(
                "SELECT repeat('x', 5000000) AS x UNION ALL SELECT repeat('y', 5000000) UNION ALL SELECT repeat('z', 5000000)",
                10));

        assertThat(result.rows()).hasSize(2);
        assertThat(result.isCut()).isTrue();
    }

    @Test
    void anEnvironmentThatIsNotThereIsToldWhateverItsNameIs() {
        Queries queries = new LakeQueries(workspace, Duration.ofMinutes(1));
        Query elsewhere = new Query("SELECT 1 AS one", Map.of(), Optional.empty(), "../../x", false, 1);

        assertThatThrownBy(() -> queries.run(elsewhere)).hasMessageContaining("Cannot find environment '../../x'");
    }
}
