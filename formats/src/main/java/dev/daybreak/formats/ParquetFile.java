package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.WriteSpec.FieldId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** Parquet files that rows pass through on their way into the engine. They are packed lightly: they are read soon, and removed. */
public final class ParquetFile {
    /** Small enough for a heap of 1 GB to hold several. */
    private static final long ROW_GROUP_BYTES = 64L << 20;

    private ParquetFile() {}

    /**
     * Writes all rows to a file that is not there yet, and leaves them open. If it fails, a part of the file may remain.
     *
     * @return how many rows
     * @throws dev.daybreak.project.problem.DaybreakException {@code OUT_OF_RESOURCES} if the file cannot be written
     */
    public static long write(Rows rows, Path file) {
        return write(rows, List.of(), file);
    }

    /** @param ids of the columns, in their order, with those of what lies in them; empty: none */
    static long write(Rows rows, List<FieldId> ids, Path file) {
        return RowWriter.copy(rows, rows.schema(), file, () -> {
            ParquetWriter<Object[]> writer = new Builder(
                            new LocalOutputFile(file), new ParquetRecords(rows.schema(), ids))
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .build();
            return new RowWriter() {
                @Override
                public void write(Object[] values) throws IOException {
                    writer.write(values);
                }

                @Override
                public void close() throws IOException {
                    writer.close();
                }
            };
        });
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final ParquetRecords records;

        Builder(OutputFile file, ParquetRecords records) {
            super(file);
            this.records = records;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<Object[]> getWriteSupport(Configuration settings) {
            return records;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration settings) {
            return records;
        }
    }
}
