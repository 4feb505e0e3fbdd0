package dev.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** What a query means, what it yields, and how its rows are read. */
public interface QueryContract extends EngineFixture {
    @Test
    default void describesNamesAndTypesWithoutRunning() {
        Schema schema = session()
                .describe(
                        """
                SELECT CAST(1 AS INT) AS id, CAST(2 AS BIGINT) AS n, CAST(1.5 AS DECIMAL(12,2)) AS price,
                       'x' AS name, DATE '2024-01-01' AS day, CAST('not a number' AS DOUBLE) AS never_run
                """);

        assertThat(schema)
                .isEqualTo(Schema.of(
                        Column.of("id", Primitive.INT),
                        Column.of("n", Primitive.LONG),
                        Column.of("price", new DataType.Decimal(12, 2)),
                        Column.of("name", Primitive.STRING),
                        Column.of("day", Primitive.DATE),
                        Column.of("never_run", Primitive.DOUBLE)));
    }

    @Test
    default void describesSumOfIntegersAsLong() {
        Schema schema = session().describe("SELECT SUM(i) AS total, COUNT(*) AS n FROM (" + numbers(3) + ")");

        assertThat(schema).isEqualTo(Schema.of(Column.of("total", Primitive.LONG), Column.of("n", Primitive.LONG)));
    }

    @Test
    default void acceptsSemicolonAndCommentAtTheEnd() {
        assertThat(rows("SELECT 1 AS x;\n")).containsExactly(List.of(1));
        assertThat(rows("SELECT 1 AS x -- one; two")).containsExactly(List.of(1));
        assertThat(rows("SELECT ';' AS x; -- one\n/* ; */")).containsExactly(List.of(";"));
    }

    @Test
    default void readsEveryFlatType() {
        List<List<Object>> rows = rows(
                """
                SELECT CAST(1 = 1 AS BOOLEAN) AS b, CAST(-7 AS INT) AS i, CAST(9007199254740993 AS BIGINT) AS l,
                       CAST(1.5 AS FLOAT) AS f, CAST('-0.0' AS DOUBLE) AS z, CAST('NaN' AS DOUBLE) AS nan,
                       CAST('12345678901234567890.12' AS DECIMAL(38,2)) AS dec, 'gr\u00fc\u00dfe \ud83d\ude00' AS s,
                       CAST('1582-10-04' AS DATE) AS d
                """);

        assertThat(rows)
                .containsExactly(List.of(
                        true,
                        -7,
                        9007199254740993L,
                        1.5f,
                        -0.0,
                        Double.NaN,
                        new BigDecimal("12345678901234567890.12"),
                        "gr\u00fc\u00dfe \ud83d\ude00",
                        LocalDate.of(1582, 10, 4)));
    }

    @Test
    default void readsNullOfEveryFlatType() {
        List<List<Object>> rows = rows(
                """
                SELECT CAST(NULL AS BOOLEAN) AS b, CAST(NULL AS INT) AS i, CAST(NULL AS BIGINT) AS l,
                       CAST(NULL AS FLOAT) AS f, CAST(NULL AS DOUBLE) AS z, CAST(NULL AS DECIMAL(9,2)) AS dec,
                       CAST(NULL AS DATE) AS d
                """);

        assertThat(rows).containsExactly(Arrays.asList(null, null, null, null, null, null, null));
    }

    @Test
    default void readsListsMapsStructsAndBytes() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("when", LocalDateTime.of(2024, 3, 10, 2, 30, 0, 1_000));
        struct.put("two words", "x");

        try (Rows rows = session().query("SELECT list, map, struct, bytes FROM (" + nestedValues() + ") AS t")) {
            rows.next();
            assertThat(rows.value(0)).isEqualTo(Arrays.asList(1, null, 3));
            assertThat(rows.value(1)).isEqualTo(Map.of("k", 1.5));
            assertThat(rows.value(2)).isEqualTo(struct);
            assertThat((byte[]) rows.value(3)).containsExactly(0x00, 0xff);
            rows.next();
            for (int column = 0; column < 4; column++) {
                assertThat(rows.value(column)).isNull();
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    default void readsTimesWhateverTheZoneOfTheVirtualMachine() {
        Schema schema = Schema.of(Column.of("local", Primitive.TIMESTAMP), Column.of("instant", Primitive.TIMESTAMPTZ));
        WrittenFile file =
                file("SELECT '2024-03-10 02:30:00.000001' AS local, '2024-03-10T02:30:00.000001Z' AS instant", schema);
        session().register("times", EngineFixture.relation(schema, EngineFixture.dataFile(file)));
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            assertThat(rows("SELECT * FROM times"))
                    .containsExactly(List.of(
                            LocalDateTime.of(2024, 3, 10, 2, 30, 0, 1_000),
                            Instant.parse("2024-03-10T02:30:00.000001Z")));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    default void readsNumbersAsDoublesAndNullAsNaN() {
        try (Rows rows = session()
                .query(
                        """
                SELECT CAST(7 AS INT) AS i, CAST(8 AS BIGINT) AS l, CAST(1.5 AS FLOAT) AS f, CAST(2.5 AS DOUBLE) AS d,
                       CAST(1.25 AS DECIMAL(9,2)) AS dec, 1 = 1 AS b, CAST(NULL AS INT) AS missing, 'x' AS name
                """)) {
            rows.next();

            assertThat(List.of(0, 1, 2, 3, 4, 5, 6))
                    .extracting(rows::doubleValue)
                    .containsExactly(7.0, 8.0, 1.5, 2.5, 1.25, 1.0, Double.NaN);
            assertThatThrownBy(() -> rows.doubleValue(7))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid read: column 'name' is of type string and has no value as a double; "
                            + "permitted are numbers and boolean");
        }
    }

    @Test
    default void readsManyRowsInOrder() {
        try (Rows rows =
                session().query("SELECT i, CAST(i AS INT) AS n FROM (" + numbers(100_000) + ") AS t ORDER BY i")) {
            long expected = 0;
            while (rows.next()) {
                if (rows.doubleValue(0) != expected || (Integer) rows.value(1) != expected) {
                    assertThat(rows.value(0)).isEqualTo(expected);
                }
                expected++;
            }
            assertThat(expected).isEqualTo(100_000);
        }
    }

    @Test
    default void keepsTheOrderOfRowsWhoseTypesAreConverted() {
        String sql = "SELECT SUM(i) AS total, i FROM (" + numbers(300_000)
                + ") AS t GROUP BY i ORDER BY (i * 7919) % 300007";
        try (Rows rows = session().query(sql)) {
            long before = -1;
            while (rows.next()) {
                long place = ((Long) rows.value(0) * 7919) % 300_007;
                assertThat(place > before).isTrue();
                before = place;
            }
        }
    }

    @Test
    default void takesNullAsSmallerThanEveryValue() {
        String values = "SELECT x FROM (VALUES (2), (CAST(NULL AS INT)), (1)) AS t(x) ORDER BY x";

        assertThat(rows(values)).containsExactly(Arrays.asList((Object) null), List.of(1), List.of(2));
        assertThat(rows(values + " DESC")).containsExactly(List.of(2), List.of(1), Arrays.asList((Object) null));
    }

    @Test
    default void dividesIntegersExactly() {
        assertThat(rows("SELECT 1 / 2 AS half")).containsExactly(List.of(0.5));
    }

    @Test
    default void sortsAndNumbersVeryManyRows() {
        String wide =
                "SELECT (i * 7919) % 10000019 AS k, CONCAT('a name of some length ', CAST(i AS STRING)) AS name FROM ("
                        + numbers(veryMany()) + ") AS n";
        String sql =
                "SELECT COUNT(*) AS n, SUM(CASE WHEN k > before THEN 1 ELSE 0 END) AS ascending, MAX(name) AS last FROM ("
                        + "SELECT k, name, LAG(k) OVER (ORDER BY k) AS before FROM (" + wide + ") AS w) AS o";

        long last = veryMany() - 1;
        assertThat(rows(sql)).containsExactly(List.of(last + 1, last, "a name of some length " + last));
    }
}
