package dev.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How failures are told, and that a session outlives them. */
public interface FailureContract extends EngineFixture {
    @Test
    default void tellsThePlaceOfAnUnknownColumn() {
        DaybreakException failure =
                failure(() -> session().describe("SELECT '\u00fc' AS u,\n       missing\nFROM (SELECT 1 AS x) AS t"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        assertThat(failure).hasMessageStartingWith("Cannot read the query: ").hasMessageContaining("missing");
        assertPlace(failure, 2, 8);
    }

    @Test
    default void tellsThePlaceOfASyntaxError() {
        DaybreakException failure = failure(() -> session().query("SELECT 1 AS x\nFROM FROM t"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        assertPlace(failure, 2, 6);
    }

    @Test
    default void tellsThePlaceInAQueryThatIsWritten() {
        Schema schema = Schema.of(Column.of("x", Primitive.INT));
        DaybreakException failure = failure(() -> session().write("SELECT x\nFROM nowhere", spec(schema)));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        assertThat(failure).hasMessageContaining("nowhere");
        assertPlace(failure, 2, 6);
    }

    @Test
    default void tellsThatAValueCannotBeConverted() {
        DaybreakException failure =
                failure(() -> rows("SELECT CAST(x AS INT) AS y FROM (VALUES ('1'), ('abc')) AS t(x)"));

        assertThat(failure.code()).isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(failure).hasMessageStartingWith("Cannot run the query: ").hasMessageContaining("'abc'");
    }

    @Test
    default void failsOnOverflowInsteadOfWrappingAround() {
        String largest = "SELECT CAST(9223372036854775807 AS BIGINT) AS x";

        assertThat(failure(() -> rows("SELECT x + 1 AS y FROM (" + largest + ") AS t"))
                        .code())
                .isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(failure(() -> rows("SELECT SUM(x) AS y FROM (" + largest + " UNION ALL " + largest + ") AS t"))
                        .code())
                .isEqualTo(ErrorCode.QUERY_FAILED);
    }

    @Test
    default void tellsAColumnNameThatStandsTwice() {
        assertThat(failure(() -> session().describe("SELECT 1 AS x, 2 AS X")))
                .hasMessage("Cannot read the query: it yields column 'X' twice.");
    }

    @Test
    default void refusesMoreThanOneStatement() {
        assertThat(failure(() -> session().query("SELECT 1 AS x; SELECT 2 AS x"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_SQL);
    }

    @Test
    default void tellsAFileThatIsNotParquet() throws IOException {
        Schema schema = Schema.of(Column.of("x", Primitive.INT));
        Path broken = Files.writeString(folder().resolve("broken.parquet"), "no Parquet");
        DaybreakException failure = failure(() -> {
            session()
                    .register(
                            "broken",
                            EngineFixture.relation(schema, new Relation.DataFile(broken.toString(), 1, List.of())));
            rows("SELECT * FROM broken");
        });

        assertThat(failure.code()).isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(failure).hasMessageContaining("broken.parquet");
    }

    @Test
    default void staysUsableAfterAFailure() {
        failure(() -> rows("SELECT CAST('abc' AS INT) AS y"));
        failure(() -> session().describe("SELECT"));

        assertThat(rows("SELECT 1 AS x")).containsExactly(List.of(1));
    }

    @Test
    default void stopsAQueryFromAnotherThread() {
        String endless = "SELECT COUNT(*) AS n FROM (" + numbers(10_000_000) + ") AS a CROSS JOIN ("
                + numbers(10_000_000) + ") AS b WHERE (a.i * b.i) % 7 = 3";
        CompletableFuture<DaybreakException> query = CompletableFuture.supplyAsync(() -> failure(() -> rows(endless)));

        while (!query.isDone()) {
            session().cancel();
        }

        assertThat(query.join().code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(query.join()).hasMessage("Cannot run the query: it was cancelled.");
        assertThat(rows("SELECT 1 AS x")).containsExactly(List.of(1));
    }

    @Test
    default void stopsRowsThatAreBeingRead() {
        try (Rows rows = session().query("SELECT i FROM (" + numbers(1_000_000_000) + ") AS t")) {
            rows.next();

            session().cancel();

            assertThat(failure(() -> {
                                while (rows.next()) {
                                    assertThat(rows.doubleValue(0)).isNotNaN();
                                }
                            })
                            .code())
                    .isEqualTo(ErrorCode.CANCELLED);
        }
    }

    private static DaybreakException failure(Runnable action) {
        DaybreakException failure = catchThrowableOfType(DaybreakException.class, action::run);
        assertThat(failure).as("the failure").isNotNull();
        return failure;
    }

    private static void assertPlace(DaybreakException failure, int line, int column) {
        assertThat(failure).hasCauseInstanceOf(SqlPosition.class);
        SqlPosition position = (SqlPosition) failure.getCause();
        assertThat(List.of(position.line(), position.column())).containsExactly(line, column);
    }
}
