package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/**
 * A table to which every publish appends one row with a text, for tests of other modules: were something published twice, its row would
 * be there twice. Thread-safe.
 */
public final class OneRowTable {
    private static final String COLUMN = "text";
    private static final Lake.Layout LAYOUT = new Lake.Layout(
            Schema.of(new Column(COLUMN, Primitive.STRING, true, "What was published")), Optional.empty(), List.of());

    private final Lake lake;
    private final AssetKey key;

    public OneRowTable(Lake lake, AssetKey key) {
        this.lake = lake;
        this.key = key;
    }

    /** A row that is written aside. */
    public record Row(WrittenFile file) {}

    public Row write(String attempt, String text) {
        WriteSpec aside = lake.prepare(key, LAYOUT).stage(attempt);
        Path file = aside.folder().resolve(aside.prefix() + UUID.randomUUID() + ".parquet");
        NestedField column = NestedField.required(aside.fieldIds().get(0).id(), COLUMN, StringType.get());
        ParquetRows.write(file, new org.apache.iceberg.Schema(column), List.of(Map.of(COLUMN, text)));
        try {
            return new Row(new WrittenFile(file, 1, Files.size(file), List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Published publish(Row row, PublishGuard guard) {
        return lake.prepare(key, LAYOUT).publish(List.of(row.file()), List.of(), ZoneOffset.UTC, guard);
    }

    /** The snapshot that a step published, if it did; what its attempt left aside is removed. */
    public Optional<Published> recover(String step, String attempt) {
        Optional<LakeTable> table = lake.find(key);
        Optional<Published> published = table.flatMap(found -> found.findPublished(step));
        table.ifPresent(found -> found.discard(attempt));
        return published;
    }

    /** The texts of all rows, in order. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Relation.DataFile file : table().pin(Optional.empty(), DataInterval.ALL, ZoneOffset.UTC)
                .relation()
                .files()) {
            read(Path.of(file.path()), texts);
        }
        return texts.stream().sorted().toList();
    }

    private LakeTable table() {
        return lake.find(key).orElseThrow();
    }

    private static void read(Path file, List<String> texts) {
        try (ParquetReader<Group> reader = new RowReader(new LocalInputFile(file)).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                texts.add(row.getString(COLUMN, 0));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parquet's own builder for rows of this kind wants a whole Hadoop. */
    private static final class RowReader extends ParquetReader.Builder<Group> {
        RowReader(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected GroupReadSupport getReadSupport() {
            return new GroupReadSupport();
        }
    }

    /** How many snapshots were made by publishes, and files that no snapshot holds. */
    public record State(int publishes, int orphans) {}

    public State state() {
        return new State(table().history().size(), table().orphans().size());
    }
}
