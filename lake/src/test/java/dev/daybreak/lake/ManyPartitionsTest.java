package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.time.Cadence;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are not to be split by each value of a column that has very many. */
class ManyPartitionsTest {
    @TempDir
    Path folder;

    private TestTable table(Clustering... clustering) {
        return new TestTable(
                folder, Lakes.open(folder), TestTable.layout(TestTable.SCHEMA, "day", Cadence.DAILY, clustering));
    }

    private static List<WrittenFile> written(int users) {
        return LongStream.range(0, users)
                .mapToObj(
                        user -> new WrittenFile(Path.of("/nowhere/" + user + ".parquet"), 1, 1, List.of(20_000, user)))
                .toList();
    }

    @Test
    void warnsWhenOneWriteHasMoreThanAThousandValues() {
        TestTable test = table(new Clustering.Identity("user_id"));

        assertThat(test.table.partitionWarnings(written(1_000))).isEmpty();
        assertThat(test.table.partitionWarnings(written(1_001)))
                .containsExactly(
                        "do not partition by user_id: 1,001 folders, more than 1,000; use {bucket: user_id, into: 100}");
    }

    @Test
    void warnsWhenATableHasMoreThanTenThousandValues() {
        TestTable test = table(new Clustering.Identity("user_id"));
        Table iceberg = test.foreign();
        AppendFiles append = iceberg.newAppend();
        for (int user = 0; user <= 10_000; user++) {
            append.appendFile(file(iceberg, user));
        }
        append.commit();

        assertThat(test.table.partitionWarnings())
                .containsExactly(
                        "do not partition by user_id: 10,001 folders, more than 10,000; use {bucket: user_id, into: 100}");
    }

    private static DataFile file(Table iceberg, int user) {
        return DataFiles.builder(iceberg.spec())
                .withPath("/nowhere/" + user + ".parquet")
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .withPartitionPath("day_day=2025-03-01/user_id=" + user)
                .build();
    }

    @Test
    void hasNothingAgainstBuckets() {
        TestTable test = table(new Clustering.Bucket("user_id", 2_000));

        assertThat(test.table.partitionWarnings(written(1_500))).isEmpty();
        assertThat(test.table.partitionWarnings()).isEmpty();
    }
}
