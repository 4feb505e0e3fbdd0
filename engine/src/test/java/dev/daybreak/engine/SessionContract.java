package dev.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a session keeps to itself, and what remains of it. */
public interface SessionContract extends EngineFixture {
    Schema ONE = Schema.of(Column.of("x", Primitive.INT));

    @Test
    default void hidesRelationsFromOtherSessions() {
        session().register("mine", EngineFixture.relation(ONE));

        try (Session other = sessionIn("UTC")) {
            assertThatThrownBy(() -> other.describe("SELECT * FROM mine")).hasMessageContaining("mine");
        }
    }

    @Test
    default void hidesTemporaryTablesFromOtherSessions() {
        session().execute("CREATE TEMPORARY VIEW helper AS SELECT 1 AS x");

        try (Session other = sessionIn("UTC")) {
            other.execute("CREATE TEMPORARY VIEW helper AS SELECT 2 AS x");
            assertThat(rows("SELECT x FROM helper")).containsExactly(List.of(1));
            assertThat(rows(other, "SELECT x FROM helper")).containsExactly(List.of(2));
        }
    }

    @Test
    default void keepsItsZoneToItself() {
        Schema schema = Schema.of(Column.of("moment", Primitive.TIMESTAMPTZ));
        WrittenFile file =
                file("SELECT '2024-01-01T20:00:00Z' AS moment UNION ALL SELECT '2024-01-01T02:00:00Z'", schema);
        String sql = "SELECT CAST(CAST(moment AS DATE) AS STRING) AS day FROM times ORDER BY day";

        try (Session tokyo = sessionIn("Asia/Tokyo");
                Session west = sessionIn("-05:00")) {
            for (Session session : List.of(session(), tokyo, west)) {
                session.register("times", EngineFixture.relation(schema, EngineFixture.dataFile(file)));
            }
            assertThat(rows(session(), sql)).containsExactly(List.of("2024-01-01"), List.of("2024-01-01"));
            assertThat(rows(tokyo, sql)).containsExactly(List.of("2024-01-01"), List.of("2024-01-02"));
            assertThat(rows(west, sql)).containsExactly(List.of("2023-12-31"), List.of("2024-01-01"));
        }
    }

    @Test
    default void endsOpenRowsWithTheNextCall() {
        Rows rows = session().query("SELECT i FROM (" + numbers(1_000_000) + ") AS t");
        rows.next();

        session().describe("SELECT 1 AS x");

        assertThatThrownBy(() -> {
                    while (rows.next()) {
                        assertThat(rows.value(0)).isNotNull();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot read the next row: the rows are closed.");
        rows.close();
    }

    @Test
    default void worksSideBySideWithOthers() {
        WrittenFile file = file("SELECT CAST(i AS INT) AS x FROM (" + numbers(50_000) + ") AS t", ONE);
        List<CompletableFuture<List<List<Object>>>> queries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int rest = i;
            queries.add(CompletableFuture.supplyAsync(() -> {
                try (Session session = sessionIn("UTC")) {
                    session.register("mine", EngineFixture.relation(ONE, EngineFixture.dataFile(file)));
                    return rows(session, "SELECT COUNT(*) AS n FROM mine WHERE x % 8 = " + rest);
                }
            }));
        }

        assertThat(queries).extracting(CompletableFuture::join).allMatch(List.of(List.of(6_250L))::equals);
    }

    @Test
    default void saysThatItIsClosed() {
        Session closed = sessionIn("UTC");
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.query("SELECT 1 AS x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot run the query: the session is closed.");
    }
}
