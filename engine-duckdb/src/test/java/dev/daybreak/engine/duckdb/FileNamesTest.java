package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Relation.DataFile;
import dev.daybreak.engine.Relation.PositionDeletes;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
    private static final Schema SCHEMA = Schema.of(
            Column.of("id", Primitive.LONG),
            Column.of("price", new Decimal(7, 2)),
            Column.of("moment", Primitive.TIMESTAMPTZ));

    @TempDir
    Path folder;

    private String file;

    @BeforeEach
    void write() throws SQLException {
        file = folder.resolve("prices.parquet").toString();
        try (DuckDBConnection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT i AS id, CAST(i % 1000 AS DECIMAL(7, 2)) AS price, now() AS moment, [i] AS list"
                            + " FROM range(60000) AS t(i)) TO '" + file
                            + "' (FORMAT parquet, FIELD_IDS {id: 1, price: 2, moment: 3, list: {__duckdb_field_id: 4, element: 5}})");
        }
    }

    private static DuckDBConnection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
    }

    private Relation relation(Schema schema, List<Integer> ids, long rows, List<Relation.DeleteFile> deletes) {
        return new Relation(schema, ids, List.of(new DataFile(file, rows, deletes)), Optional.empty());
    }

    private Set<String> own(Relation relation) throws SQLException {
        try (DuckDBConnection connection = connect()) {
            return FileNames.own(new Call("look"), connection, relation);
        }
    }

    @Test
    void aLargeFileWithAllColumnsUnderTheirNamesNeedsNoMap() throws SQLException {
        assertThat(own(relation(SCHEMA, List.of(1, 2, 3), 60_000, List.of()))).containsExactly(file);
    }

    @Test
    void oneThatIsSmallOrHasDeletesIsNotLookedInto() throws SQLException {
        assertThat(own(relation(SCHEMA, List.of(1, 2, 3), 49_999, List.of()))).isEmpty();
        assertThat(own(relation(SCHEMA, List.of(1, 2, 3), 60_000, List.of(new PositionDeletes("none")))))
                .isEmpty();
    }

    @Test
    void aColumnOfAnotherNameOrTypeOrThatIsMissingNeedsTheMap() throws SQLException {
        Schema renamed = Schema.of(Column.of("key", Primitive.LONG));
        Schema widened = Schema.of(Column.of("price", new Decimal(9, 2)));
        Schema nested = Schema.of(Column.of("element", Primitive.LONG));

        assertThat(own(relation(renamed, List.of(1), 60_000, List.of()))).isEmpty();
        assertThat(own(relation(widened, List.of(2), 60_000, List.of()))).isEmpty();
        assertThat(own(relation(Schema.of(Column.of("id", Primitive.LONG)), List.of(9), 60_000, List.of())))
                .isEmpty();
        assertThat(own(relation(nested, List.of(9), 60_000, List.of()))).isEmpty();
    }

    @Test
    void columnsThatChangedNamesAreReadByTheirIds() {
        Schema swapped = Schema.of(Column.of("price", Primitive.LONG), Column.of("id", new Decimal(7, 2)));
        try (DuckDbEngine engine = DuckDbEngine.open(new DuckDbEngine.Settings(256L << 20, 1, folder.resolve("tmp")));
                Session session = engine.open(ZoneOffset.UTC)) {
            session.register("own", relation(SCHEMA, List.of(1, 2, 3), 60_000, List.of()));
            session.register("swapped", relation(swapped, List.of(1, 2), 60_000, List.of()));

            assertThat(single(session, "SELECT MAX(id) AS n FROM own")).isEqualTo(59_999L);
            assertThat(single(session, "SELECT MAX(price) AS n FROM swapped")).isEqualTo(59_999L);
        }
    }

    private static Object single(Session session, String sql) {
        try (Rows rows = session.query(sql)) {
            rows.next();
            return rows.value(0);
        }
    }
}
