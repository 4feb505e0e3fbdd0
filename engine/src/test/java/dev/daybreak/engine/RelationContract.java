package dev.daybreak.engine;

import static dev.daybreak.engine.EngineFixture.dataFile;
import static dev.daybreak.engine.EngineFixture.relation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybreak.engine.Relation.DataFile;
import dev.daybreak.engine.Relation.EqualityDeletes;
import dev.daybreak.engine.Relation.PositionDeletes;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How files become rows: columns by field id, and without what was deleted. */
public interface RelationContract extends EngineFixture {
    Schema ITEMS = Schema.of(
            Column.of("id", Primitive.INT), Column.of("name", Primitive.STRING), Column.of("price", Primitive.FLOAT));

    /** Rows 0 to {@code count}; names repeat every three rows, and the first is null. */
    private WrittenFile items(int from, int to) {
        return file(
                "SELECT i AS id, CASE WHEN i = 0 THEN NULL ELSE CONCAT('n', CAST(i % 3 AS STRING)) END AS name, i / 2 AS price"
                        + " FROM (" + numbers(to) + ") AS t WHERE i >= " + from,
                ITEMS);
    }

    @Test
    default void readsAnEmptyRelationWithItsTypes() {
        session().register("items", relation(ITEMS));

        assertThat(session().describe("SELECT * FROM items")).isEqualTo(ITEMS);
        assertThat(rows("SELECT * FROM items")).isEmpty();
        assertThat(rows("SELECT COUNT(*) AS n FROM items")).containsExactly(List.of(0L));
    }

    @Test
    default void findsColumnsByFieldIdWhateverTheirNameOrderAndType() {
        Schema renamed = Schema.of(
                Column.of("cost", Primitive.DOUBLE),
                Column.of("file_row_number", Primitive.LONG),
                Column.of("added", new DataType.ListOf(Primitive.STRING)));
        List<DataFile> files = List.of(dataFile(items(1, 3)));

        session().register("items", new Relation(renamed, List.of(3, 1, 99), files, Optional.empty()));

        assertThat(session().describe("SELECT * FROM items")).isEqualTo(renamed);
        assertThat(rows("SELECT * FROM items"))
                .containsExactly(Arrays.asList(0.5, 1L, null), Arrays.asList(1.0, 2L, null));
    }

    @Test
    default void readsFilesWrittenBeforeAndAfterAColumnWasAdded() {
        WrittenFile before = file("SELECT 1 AS id", Schema.of(Column.of("id", Primitive.INT)));
        WrittenFile after = items(2, 3);

        session().register("items", relation(ITEMS, dataFile(before), dataFile(after)));

        assertThat(rows("SELECT * FROM items ORDER BY id"))
                .containsExactly(Arrays.asList(1, null, null), List.of(2, "n2", 1f));
    }

    @Test
    default void tellsTheFileOfEachRowIfAsked() {
        WrittenFile first = items(0, 2);
        WrittenFile second = items(2, 4);
        PositionDeletes deletes = positionDeletes("SELECT '" + second.path() + "' AS file_path, 0 AS pos");

        session().register("items", relation(ITEMS, dataFile(first), dataFile(second, deletes)), "file");

        assertThat(rows("SELECT id, file FROM items ORDER BY id"))
                .containsExactly(
                        List.of(0, first.path().toString()),
                        List.of(1, first.path().toString()),
                        List.of(3, second.path().toString()));
    }

    /** Copies of objects lie under paths of their own, and delete files name the objects. */
    @Test
    default void deletesThatNameFilesOfAStoreApplyToTheirCopies() {
        WrittenFile copy = items(0, 3);
        PositionDeletes deletes =
                positionDeletes("SELECT 's3:/" + copy.path() + "' AS file_path, CAST(1 AS BIGINT) AS pos");
        PositionDeletes ofCopies = new PositionDeletes(deletes.path(), List.of(new Relation.Copies("s3://", "/")));

        session().register("items", relation(ITEMS, dataFile(copy, ofCopies)));

        assertThat(rows("SELECT id FROM items ORDER BY id")).containsExactly(List.of(0), List.of(2));
    }

    @Test
    default void tellsNoFileOfAnEmptyRelation() {
        session().register("items", relation(ITEMS), "file");

        assertThat(rows("SELECT id, file FROM items")).isEmpty();
        assertThat(session().describe("SELECT file FROM items"))
                .isEqualTo(Schema.of(Column.of("file", Primitive.STRING)));
    }

    @Test
    default void replacesARelationOfTheSameName() {
        session().register("items", relation(ITEMS, dataFile(items(0, 5))));
        session().register("items", relation(ITEMS, dataFile(items(0, 2))));

        assertThat(rows("SELECT COUNT(*) AS n FROM items")).containsExactly(List.of(2L));
    }

    @Test
    default void readsAQueryByItsName() {
        session().register("items", relation(ITEMS, dataFile(items(0, 4))));
        session().define("few", "SELECT id, starts_with(name, 'n2') AS found FROM items WHERE id > 1; -- of \"items\"");
        session().define("fewer", "SELECT found FROM few WHERE id < 3");

        assertThat(session().describe("SELECT id FROM few").names()).containsExactly("id");
        assertThat(rows("SELECT * FROM few ORDER BY id")).containsExactly(List.of(2, true), List.of(3, false));
        assertThat(rows("SELECT found FROM fewer")).containsExactly(List.of(true));

        session().register("items", relation(ITEMS, dataFile(items(6, 8))));
        session().define("few", "SELECT id FROM items");

        assertThat(rows("SELECT id FROM few ORDER BY id")).containsExactly(List.of(6), List.of(7));
    }

    @Test
    default void tellsWhereAQueryWithANameIsWrong() {
        DaybreakException failure =
                catchThrowableOfType(DaybreakException.class, () -> session().define("few", "SELECT 1 AS one,\n  two"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        SqlPosition position = (SqlPosition) failure.getCause();
        assertThat(List.of(position.line(), position.column())).containsExactly(2, 3);
    }

    @Test
    default void leavesOutRowsDeletedByPosition() {
        WrittenFile first = items(0, 3);
        WrittenFile second = items(3, 6);
        PositionDeletes deletes =
                positionDeletes("SELECT '" + first.path() + "' AS file_path, 1 AS pos UNION ALL SELECT '"
                        + second.path().toUri() + "', 0 UNION ALL SELECT 'elsewhere.parquet', 2");

        session().register("items", relation(ITEMS, dataFile(first, deletes), dataFile(second, deletes)));

        assertThat(rows("SELECT id FROM items ORDER BY id"))
                .containsExactly(List.of(0), List.of(2), List.of(4), List.of(5));
    }

    @Test
    default void leavesOutRowsEqualInTheDeletedColumnsNullIncluded() {
        EqualityDeletes byName = new EqualityDeletes(
                equalityFile("SELECT CAST(NULL AS STRING) AS name UNION ALL SELECT 'n2'", 2), List.of("name"));
        EqualityDeletes byIdAndName = new EqualityDeletes(
                equalityFile("SELECT 1 AS id, 'n1' AS name UNION ALL SELECT 3, 'other'", 1, 2), List.of("id", "name"));

        session().register("items", relation(ITEMS, dataFile(items(0, 6), byName, byIdAndName)));

        assertThat(rows("SELECT id FROM items ORDER BY id")).containsExactly(List.of(3), List.of(4));
    }

    @Test
    default void appliesDeletesOnlyToTheFilesThatNameThem() {
        EqualityDeletes all = new EqualityDeletes(
                equalityFile("SELECT DISTINCT i AS id FROM (" + numbers(9) + ") AS t", 1), List.of("id"));

        session().register("items", relation(ITEMS, dataFile(items(0, 2), all), dataFile(items(0, 3))));

        assertThat(rows("SELECT id FROM items ORDER BY id")).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    default void findsEachPartnerOnceInAJoinThatIsSpread() {
        Relation items = relation(ITEMS, dataFile(items(0, 9)));

        assertSpread(items);
    }

    /** Joins a relation that has each id once with itself, spread. */
    default void assertSpread(Relation items) {
        session().register("many", items, new Salting(Salting.Side.SPREAD, 4));
        session().register("few", items, new Salting(Salting.Side.COPIED, 4));
        session().register("items", items);

        assertThat(session().describe("SELECT daybreak_salt FROM many"))
                .isEqualTo(Schema.of(Column.of("daybreak_salt", Primitive.INT)));
        long count = (Long) rows("SELECT COUNT(*) AS n FROM items").get(0).get(0);
        assertThat(rows("SELECT COUNT(*) AS n, COUNT(DISTINCT daybreak_salt) AS salts, MIN(daybreak_salt) AS least,"
                        + " MAX(daybreak_salt) AS most FROM few"))
                .containsExactly(List.of(4 * count, 4L, 0, 3));
        assertThat(rows("SELECT COUNT(*) AS n, COUNT(DISTINCT daybreak_salt) AS salts FROM many"))
                .containsExactly(List.of(count, 4L));
        assertThat(rows("SELECT m.id FROM many AS m LEFT JOIN few AS f ON m.id = f.id"
                        + " AND m.daybreak_salt = f.daybreak_salt ORDER BY m.id"))
                .isEqualTo(rows("SELECT id FROM items ORDER BY id"));
    }

    private PositionDeletes positionDeletes(String sql) {
        Schema schema = Schema.of(Column.of("file_path", Primitive.STRING), Column.of("pos", Primitive.LONG));
        return new PositionDeletes(file(sql, schema).path().toString());
    }

    /** Writes columns of {@link #ITEMS} with the field ids they have there. */
    private String equalityFile(String sql, Integer... ids) {
        Schema schema =
                new Schema(Stream.of(ids).map(id -> ITEMS.columns().get(id - 1)).toList());
        List<WriteSpec.FieldId> fields = Stream.of(ids)
                .map(id -> new WriteSpec.FieldId(ITEMS.columns().get(id - 1).name(), id, List.of()))
                .toList();
        WriteSpec spec = new WriteSpec(schema, fields, Optional.empty(), List.of(), folder(), "deletes");
        return session().write(sql, spec).get(0).path().toString();
    }
}
