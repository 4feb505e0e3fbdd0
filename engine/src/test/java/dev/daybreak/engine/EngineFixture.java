package dev.daybreak.engine;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the parts of {@link EngineContract} share: what an adapter must give, and how situations are made. */
public interface EngineFixture {
    /** The engine under test, with 300 MB of memory. */
    Engine engine();

    /** A session in UTC, new for each test. */
    Session session();

    /** An empty folder, new for each test. */
    Path folder();

    /** A query in the engine's dialect with one column {@code i} of type long: 0 up to {@code count}, exclusive. */
    String numbers(long count);

    /** How many rows are very many: an engine in this process has less memory than they take. */
    default long veryMany() {
        return 10_000_000;
    }

    /** How many rows do not fit into one group of a file. */
    default long rowsOfTwoGroups() {
        return 130_000;
    }

    /**
     * A query in the engine's dialect with two rows. Every column is null in the second; the first has {@code list} = 1, null, 3;
     * {@code map} = k to 1.5; {@code struct} = when: timestamp 2024-03-10 02:30:00.000001, "two words": x; {@code bytes} = 00 ff.
     */
    String nestedValues();

    /** What a Parquet file's footer says: field ids by path, such as {@code items.element}. */
    Map<String, Integer> fieldIds(Path file);

    /** The values of a column without parts in a Parquet file, in the order of its rows. */
    List<Object> values(Path file, String column);

    default Session sessionIn(String zone) {
        return engine().open(ZoneId.of(zone));
    }

    default List<List<Object>> rows(String sql) {
        return rows(session(), sql);
    }

    default List<List<Object>> rows(Session session, String sql) {
        try (Rows rows = session.query(sql)) {
            List<List<Object>> all = new ArrayList<>();
            int width = rows.schema().columns().size();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < width; column++) {
                    row.add(rows.value(column));
                }
                all.add(row);
            }
            return all;
        }
    }

    /** An unsplit write; columns have the field ids 1, 2, 3 and so on. */
    default WriteSpec spec(Schema schema) {
        List<WriteSpec.FieldId> ids = new ArrayList<>();
        for (Column column : schema.columns()) {
            ids.add(fieldId(column.name(), ids.size() + 1, column.type()));
        }
        return new WriteSpec(schema, ids, Optional.empty(), List.of(), folder(), "attempt-1");
    }

    private static WriteSpec.FieldId fieldId(String name, int id, DataType type) {
        List<WriteSpec.FieldId> children = new ArrayList<>();
        if (type instanceof DataType.ListOf list) {
            children.add(fieldId("element", id * 10, list.element()));
        } else if (type instanceof DataType.MapOf map) {
            children.add(fieldId("key", id * 10, map.key()));
            children.add(fieldId("value", id * 10 + 1, map.value()));
        } else if (type instanceof DataType.Struct struct) {
            for (Column field : struct.fields()) {
                children.add(fieldId(field.name(), id * 10 + children.size(), field.type()));
            }
        }
        return new WriteSpec.FieldId(name, id, children);
    }

    /** Writes a query's rows to one file. */
    default WrittenFile file(String sql, Schema schema) {
        return session().write(sql, spec(schema)).get(0);
    }

    static Relation.DataFile dataFile(WrittenFile file, Relation.DeleteFile... deletes) {
        return new Relation.DataFile(file.path().toString(), file.rows(), List.of(deletes));
    }

    /** A relation whose columns have the field ids 1, 2, 3 and so on. */
    static Relation relation(Schema schema, Relation.DataFile... files) {
        Integer[] ids = new Integer[schema.columns().size()];
        Arrays.setAll(ids, i -> i + 1);
        return new Relation(schema, List.of(ids), List.of(files), Optional.empty());
    }

    static Relation filtered(Relation relation, TimeFilter filter) {
        return new Relation(relation.schema(), relation.fieldIds(), relation.files(), Optional.of(filter));
    }
}
