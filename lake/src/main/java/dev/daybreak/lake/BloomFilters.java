package dev.daybreak.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionVisitors;
import org.apache.iceberg.expressions.ExpressionVisitors.ExpressionVisitor;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.NamedReference;
import org.apache.iceberg.expressions.UnboundPredicate;
import org.apache.iceberg.parquet.ParquetBloomRowGroupFilter;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;

/**
 * What the Bloom filters of files say about values that are searched for. Only a table's chosen columns count: of these it is known that all
 * writers and this reader hash their values alike.
 */
final class BloomFilters {
    private static final ParquetReadOptions OPTIONS =
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

    private final ParquetBloomRowGroupFilter filter;

    private BloomFilters(ParquetBloomRowGroupFilter filter) {
        this.filter = filter;
    }

    /**
     * @param schema names the columns, as the filter and the chosen ones do
     * @return empty if the filter asks for no single values of these columns
     */
    static Optional<BloomFilters> of(Schema schema, Expression filter, List<String> columns) {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        Expression values =
                ExpressionVisitors.visit(Expressions.rewriteNot(filter), new SingleValues(Set.copyOf(columns)));
        return values == Expressions.alwaysTrue()
                ? Optional.empty()
                : Optional.of(new BloomFilters(new ParquetBloomRowGroupFilter(schema, values)));
    }

    /** Whether a file may have rows that pass the filter; true for one that has no Bloom filters. */
    boolean mayHold(Path file) {
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file), OPTIONS)) {
            for (BlockMetaData group : reader.getRowGroups()) {
                if (filter.shouldRead(
                        reader.getFileMetaData().getSchema(), group, reader.getBloomFilterDataReader(group))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A filter without all that does not compare some columns with single values. */
    private static final class SingleValues extends ExpressionVisitor<Expression> {
        private final Set<String> columns;

        SingleValues(Set<String> columns) {
            this.columns = columns;
        }

        @Override
        public Expression alwaysTrue() {
            return Expressions.alwaysTrue();
        }

        @Override
        public Expression alwaysFalse() {
            return Expressions.alwaysFalse();
        }

        @Override
        public Expression and(Expression left, Expression right) {
            return Expressions.and(left, right);
        }

        @Override
        public Expression or(Expression left, Expression right) {
            return Expressions.or(left, right);
        }

        @Override
        public <T> Expression predicate(UnboundPredicate<T> predicate) {
            boolean isOfValues =
                    (predicate.op() == Expression.Operation.EQ || predicate.op() == Expression.Operation.IN)
                            && predicate.term() instanceof NamedReference<?> column
                            && columns.contains(column.name());
            return isOfValues ? predicate : Expressions.alwaysTrue();
        }
    }
}
