package dev.daybreak.engine.spark;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineContract;
import dev.daybreak.lake.PinnedTableContract;
import dev.daybreak.lake.TableFormatContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Spark keeps what every engine promises. */
class SparkContractTest extends EngineContract implements PinnedTableContract, TableFormatContract {
    private static final long ROWS_OF_A_PARTITION = 1_000_000;

    @Override
    protected Engine openEngine(Path temporary) {
        return SharedSpark.engine();
    }

    @Override
    public String numbers(long count) {
        return "SELECT id AS i FROM range(0, " + count + ", 1, " + (1 + count / ROWS_OF_A_PARTITION) + ")";
    }

    /** Its memory is that of a process of its own, which Spark itself looks after. */
    @Override
    public long veryMany() {
        return 1_000_000;
    }

    /** Its groups of rows are counted in bytes. */
    @Override
    public long rowsOfTwoGroups() {
        return 20_000;
    }

    @Override
    public String nestedValues() {
        return """
                SELECT array(1, NULL, 3) AS list, map('k', CAST(1.5 AS DOUBLE)) AS map,
                       named_struct('when', TIMESTAMP '2024-03-10 02:30:00.000001', 'two words', 'x') AS struct, X'00FF' AS bytes
                UNION ALL
                SELECT NULL, NULL, NULL, NULL
                """;
    }

    @Override
    public Map<String, Integer> fieldIds(Path file) {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            Map<String, Integer> ids = new HashMap<>();
            addIds("", reader.getFileMetaData().getSchema(), ids);
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Object> values(Path file, String column) {
        List<Object> values = new ArrayList<>();
        rows("SELECT `" + column + "` FROM parquet.`" + file + "` ORDER BY _metadata.row_index")
                .forEach(row -> values.add(row.get(0)));
        return values;
    }

    /** Levels without an id, such as the group that repeats in a list, add nothing to the path. */
    private static void addIds(String above, GroupType group, Map<String, Integer> ids) {
        for (Type field : group.getFields()) {
            String path = above;
            if (field.getId() != null) {
                path = above.isEmpty() ? field.getName() : above + "." + field.getName();
                ids.put(path, field.getId().intValue());
            }
            if (!field.isPrimitive()) {
                addIds(path, field.asGroupType(), ids);
            }
        }
    }
}
