package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** A table in a lake of its own, with what an engine would do for it: rows become staged files. */
final class TestTable {
    static final AssetKey KEY = AssetKey.parse("features.activity");
    static final ZoneId UTC = ZoneOffset.UTC;
    static final Schema SCHEMA = Schema.of(
            new Column("day", Primitive.DATE, true, "the day of the click"),
            Column.of("user_id", Primitive.LONG),
            Column.of("clicks", Primitive.INT));

    final Path folder;
    final Lake lake;
    final LakeTable table;
    private Storage storage;

    TestTable(Path folder, Lake lake, Lake.Layout layout) {
        this.folder = folder;
        this.lake = lake;
        this.table = lake.prepare(KEY, layout);
    }

    static TestTable daily(Path folder) {
        return new TestTable(folder, Lakes.open(folder), dailyLayout());
    }

    static Lake.Layout dailyLayout() {
        return layout(SCHEMA, "day", Cadence.DAILY);
    }

    static Lake.Layout layout(Schema schema, String time, Cadence cadence, Clustering... clustering) {
        return new Lake.Layout(schema, Optional.of(new Lake.Time(time, cadence)), List.of(clustering));
    }

    static DataInterval day(String day) {
        LocalDate date = LocalDate.parse(day);
        return new DataInterval(
                date.atStartOfDay(UTC).toInstant(),
                date.plusDays(1).atStartOfDay(UTC).toInstant());
    }

    static PublishGuard guard(String step) {
        return guard(step, step + "-1");
    }

    static PublishGuard guard(String step, String attempt) {
        return new PublishGuard(step, attempt, 1, "run-1", "f00d", () -> true);
    }

    /** Publishes one day's rows in place of what the day had. */
    LakeTable.Published publishDay(String step, String day, int rows) {
        return table.publish(stage(step + "-1", clicks(day, rows)), List.of(day(day)), UTC, guard(step));
    }

    static List<Map<String, Object>> clicks(String day, int rows) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(row("day", LocalDate.parse(day), "user_id", (long) i, "clicks", i));
        }
        return values;
    }

    static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    /** Where this table's files lie. */
    Storage storage() {
        if (storage == null) {
            storage = Lakes.storage(folder);
        }
        return storage;
    }

    /** How the table calls a data file that an engine finds under a path. */
    String location(String path) {
        List<String> locations = new ArrayList<>();
        foreign().newScan().planFiles().forEach(task -> {
            if (storage().rows(task.file()).equals(path)) {
                locations.add(task.file().location());
            }
        });
        return locations.get(0);
    }

    /** The table as another program that uses Iceberg would open it. */
    Table foreign() {
        return CatalogTables.open(Lakes.place(folder), storage(), null)
                .loadTable(TableIdentifier.of(KEY.namespace(), KEY.name()));
    }

    /** Writes rows into files, one per partition. */
    List<WrittenFile> stage(String attempt, List<Map<String, Object>> rows) {
        Table iceberg = foreign();
        Path data = table.stage(attempt).folder();
        InternalRecordWrapper wrapper =
                new InternalRecordWrapper(iceberg.schema().asStruct());
        PartitionKey key = new PartitionKey(iceberg.spec(), iceberg.schema());
        Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
        Map<String, List<Object>> partitions = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            GenericRecord record = GenericRecord.create(iceberg.schema());
            row.forEach((name, value) ->
                    record.setField(name, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value));
            key.partition(wrapper.wrap(record));
            groups.computeIfAbsent(key.toPath(), path -> new ArrayList<>()).add(row);
            partitions.computeIfAbsent(key.toPath(), path -> values(iceberg, key));
        }
        List<WrittenFile> files = new ArrayList<>();
        groups.forEach((path, records) -> files.add(write(
                iceberg,
                data.resolve(table.stage(attempt).prefix() + UUID.randomUUID() + ".parquet"),
                records,
                partitions.get(path))));
        return files;
    }

    /** Partition values in the order of engines: the time first. */
    private static List<Object> values(Table iceberg, PartitionKey key) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            values.add(key.get(i, Object.class));
        }
        TimeColumn.of(iceberg.spec()).ifPresent(time -> values.add(0, values.remove(time.position())));
        return values;
    }

    private static WrittenFile write(Table iceberg, Path path, List<Map<String, Object>> rows, List<Object> partition) {
        ParquetRows.write(path, iceberg.schema(), rows);
        try {
            return new WrittenFile(path, rows.size(), Files.size(path), partition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a reader of the whole table gets, as {@code [column values]} in order. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(foreign()).build()) {
            for (Record record : records) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < record.size(); i++) {
                    values.add(record.get(i));
                }
                rows.add(values.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.stream().sorted().toList();
    }

    List<String> steps() {
        return table.history().stream()
                .map(entry -> entry.summary().get("daybreak.step"))
                .toList();
    }
}
