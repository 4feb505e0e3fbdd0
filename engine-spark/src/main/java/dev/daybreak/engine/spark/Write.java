package dev.daybreak.engine.spark;

import static org.apache.spark.sql.functions.any_value;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.when;

import dev.daybreak.engine.ColumnNames;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Relation.DataFile;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/**
 * One write of a session: checks the query's columns against the contract, writes through a table of its own, moves the files to where
 * they belong, and finds the value that did not fit. A process that dies meanwhile leaves files only in the engine's own folder.
 */
final class Write {
    private static final String WHAT = "Cannot write the rows: ";
    /** Starts the error that a null in a required column raises; the column's index and a semicolon follow. */
    private static final String NULL_IN = "daybreak_null_in:";

    private static final Pattern NULL_COLUMN = Pattern.compile(NULL_IN + "(\\d+);");
    private static final int LONGEST_VALUE = 100;

    private final Call call;
    private final SparkSession spark;
    private final StagedTables tables;
    private final Dataset<Row> query;
    private final QueryColumns columns;
    private final WriteSpec spec;

    Write(
            Call call,
            SparkSession spark,
            StagedTables tables,
            Dataset<Row> query,
            QueryColumns columns,
            WriteSpec spec) {
        this.call = call;
        this.spark = spark;
        this.tables = tables;
        this.query = query;
        this.columns = columns;
        this.spec = spec;
    }

    List<WrittenFile> run() {
        if (spec.layout().order().filter(ZOrdered.class::isInstance).isPresent()) {
            throw new IllegalArgumentException(WHAT + "rows are put along a curve by the embedded engine only");
        }
        ColumnNames.requireSame(WHAT, columns.schema(), spec.schema());
        org.apache.spark.sql.Column[] cast =
                new org.apache.spark.sql.Column[columns.schema().columns().size()];
        for (int i = 0; i < cast.length; i++) {
            cast[i] = cast(i);
        }
        try {
            return write(query.select(cast));
        } catch (DaybreakException e) {
            throw e.code() == ErrorCode.QUERY_FAILED ? explained(e) : e;
        } catch (IOException e) {
            throw new DaybreakException(ErrorCode.OUT_OF_RESOURCES, WHAT + e.getMessage() + ".", "", e);
        }
    }

    private org.apache.spark.sql.Column cast(int index) {
        Column column = spec.schema().columns().get(index);
        DataType type = SparkTypes.of(column.type());
        org.apache.spark.sql.Column cast = rounded(column).cast(type);
        if (column.required()) {
            cast = when(
                            source(column).isNull(),
                            raise_error(lit(NULL_IN + index + ";")).cast(type))
                    .otherwise(cast);
        }
        return cast.as(column.name());
    }

    private org.apache.spark.sql.Column source(Column column) {
        return col(FileFrame.quoted(columns.find(column.name()).name()));
    }

    /** Spark's cast cuts fractions off; the contract's rounds them. */
    private org.apache.spark.sql.Column rounded(Column column) {
        org.apache.spark.sql.Column source = source(column);
        if (column.type() != Primitive.INT && column.type() != Primitive.LONG) {
            return source;
        }
        DataType type = columns.find(column.name()).dataType();
        if (type instanceof FloatType || type instanceof DoubleType) {
            return rint(source);
        }
        return type instanceof DecimalType ? round(source, 0) : source;
    }

    private List<WrittenFile> write(org.apache.spark.sql.Dataset<Row> rows) throws IOException {
        try (IcebergFolder.Entry table = tables.create(spec)) {
            List<WrittenFile> written = append(rows, table);
            List<List<Integer>> groups =
                    FileSizes.groups(written.stream().map(WrittenFile::bytes).toList());
            if (isSplit() || groups.size() == written.size()) {
                return moved(written);
            }
            try (IcebergFolder.Entry fewer = tables.create(spec)) {
                return moved(append(together(written, groups), fewer));
            }
        }
    }

    /** Rows of a split table are brought together by what they are split by before they are written, so that few tasks write each part. */
    private boolean isSplit() {
        return spec.time().isPresent() || !spec.clustering().isEmpty();
    }

    /** The rows of files, in their order, with one task for each group. */
    private org.apache.spark.sql.Dataset<Row> together(List<WrittenFile> written, List<List<Integer>> groups) {
        List<Integer> ids = spec.fieldIds().stream().map(FieldId::id).toList();
        return groups.stream()
                .map(group -> group.stream()
                        .map(written::get)
                        .map(file -> new DataFile(file.path().toString(), file.rows(), List.of()))
                        .toList())
                .map(files -> new Relation(spec.schema(), ids, files, Optional.empty()))
                .map(relation -> new FileFrame(spark, relation, ZoneOffset.UTC).inOrder())
                .reduce(org.apache.spark.sql.Dataset::union)
                .orElseThrow();
    }

    /** Writes rows to a table; its files in the order of the tasks that wrote them. */
    private List<WrittenFile> append(org.apache.spark.sql.Dataset<Row> rows, IcebergFolder.Entry table)
            throws IOException {
        call.run(() -> {
            rows.writeTo(table.name()).append();
            return true;
        });
        List<WrittenFile> written = files(table);
        FooterNames names = new FooterNames(spec.fieldIds());
        if (!names.areKept()) {
            for (WrittenFile file : written) {
                names.putBack(file.path());
            }
        }
        return written;
    }

    private List<WrittenFile> files(IcebergFolder.Entry table) {
        boolean isSplit = isSplit();
        Dataset<Row> files = spark.table(table.name() + ".files")
                .select(
                        isSplit
                                ? new org.apache.spark.sql.Column[] {
                                    col("file_path"), col("record_count"), col("file_size_in_bytes"), col("partition")
                                }
                                : new org.apache.spark.sql.Column[] {
                                    col("file_path"), col("record_count"), col("file_size_in_bytes")
                                });
        List<WrittenFile> written = new ArrayList<>();
        QueryColumns found = QueryColumns.of(call.run(files::schema));
        ResultRows told = ConnectSession.rows(call, files, found);
        try {
            while (told.next()) {
                List<Object> partition = isSplit ? partition((Map<?, ?>) told.value(3)) : List.of();
                Path path = Path.of(((String) told.value(0)).replaceFirst("^file:/+", "/"));
                written.add(new WrittenFile(path, (Long) told.value(1), (Long) told.value(2), partition));
            }
        } finally {
            told.close();
        }
        written.sort(Comparator.comparing(file -> file.path().getFileName()));
        return written;
    }

    private List<Object> partition(Map<?, ?> told) {
        List<Object> values = new ArrayList<>(told.values());
        if (spec.time().isPresent() && values.get(0) instanceof LocalDate day) {
            values.set(0, (int) day.toEpochDay());
        }
        return values;
    }

    private List<WrittenFile> moved(List<WrittenFile> staged) throws IOException {
        List<WrittenFile> moved = new ArrayList<>();
        for (WrittenFile file : staged) {
            Path target =
                    spec.folder().resolve(spec.prefix() + "_" + file.path().getFileName());
            Files.move(file.path(), target);
            moved.add(new WrittenFile(
                    target,
                    file.rows(),
                    Files.size(target),
                    file.partition(),
                    spec.layout().order()));
        }
        return moved;
    }

    /** The failure with the column and the value that caused it, if it came from the contract and not from the query itself. */
    private DaybreakException explained(DaybreakException failure) {
        Matcher nullIn = NULL_COLUMN.matcher(failure.getMessage());
        if (nullIn.find()) {
            Column column = spec.schema().columns().get(Integer.parseInt(nullIn.group(1)));
            return new DaybreakException(
                    ErrorCode.QUERY_FAILED,
                    WHAT + "column '" + column.name() + "' is required, but a row has null in it.",
                    "Filter such rows out, fill them with COALESCE, or make the column optional.",
                    failure.getCause());
        }
        try {
            return findUnfit(failure);
        } catch (DaybreakException e) {
            return e.code() == ErrorCode.CANCELLED ? e : failure;
        }
    }

    /** Runs the query again and looks for a value of each column that its type does not take. */
    private DaybreakException findUnfit(DaybreakException failure) {
        List<Column> cast = spec.schema().columns().stream()
                .filter(column -> !SparkTypes.of(column.type())
                        .equals(columns.find(column.name()).dataType()))
                .toList();
        if (cast.isEmpty()) {
            return failure;
        }
        org.apache.spark.sql.Column[] probes =
                cast.stream().map(this::probe).toArray(org.apache.spark.sql.Column[]::new);
        Dataset<Row> probed = query.select(probes);
        ResultRows rows = ConnectSession.rows(call, probed, QueryColumns.of(call.run(probed::schema)));
        try {
            rows.next();
            for (int i = 0; i < probes.length; i++) {
                if (rows.value(i) != null) {
                    return unfit(cast.get(i), rows.value(i), failure);
                }
            }
            return failure;
        } finally {
            rows.close();
        }
    }

    private org.apache.spark.sql.Column probe(Column column) {
        org.apache.spark.sql.Column source = source(column);
        org.apache.spark.sql.Column fits =
                rounded(column).try_cast(SparkTypes.of(column.type())).isNotNull();
        return any_value(when(source.isNotNull().and(fits.unary_$bang()), source), lit(true))
                .as(column.name());
    }

    private DaybreakException unfit(Column column, Object value, DaybreakException failure) {
        return new DaybreakException(
                ErrorCode.QUERY_FAILED,
                WHAT + "column '" + column.name() + "' has the value '" + shortened(text(value))
                        + "', which does not fit type " + column.type() + ".",
                "Filter such rows out, convert them in the query, or change the column's type.",
                failure.getCause());
    }

    private static String text(Object value) {
        boolean isFinite = value instanceof Double number && Double.isFinite(number);
        return isFinite
                ? new BigDecimal(value.toString())
                        .stripTrailingZeros()
                        .toString()
                        .toLowerCase(Locale.ROOT)
                : value.toString();
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }
}
