package dev.daybreak.engine.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Relation.Copies;
import dev.daybreak.engine.Relation.DataFile;
import dev.daybreak.engine.Relation.DeleteFile;
import dev.daybreak.engine.Relation.PositionDeletes;
import dev.daybreak.project.schema.Column;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.runtime.BoxedUnit;

/**
 * Files as a frame of Spark. Columns are found by the field ids that stand in the schema's metadata, so renamed, added and dropped
 * ones come out right. Files are grouped by the deletes that apply to them; only groups that have some pay for an anti-join.
 */
final class FileFrame {
    /** Starts the names of columns that stand beside the relation's own, which may begin with daybreak_ too. */
    private static final String OWN = "daybreak_spark_";

    /** Spark tells a file as a URI. */
    private static final String PATH =
            "regexp_replace(url_decode(replace(_metadata.file_path, '+', '%2B')), '^file:/+', '/')";

    private static final String FIELD_ID = "parquet.field.id";
    private static final StructType POSITIONS =
            new StructType().add("file_path", DataTypes.StringType).add("pos", DataTypes.LongType);

    private final SparkSession spark;
    private final Relation relation;
    private final ZoneId zone;
    private Optional<String> fileColumn = Optional.empty();

    FileFrame(SparkSession spark, Relation relation, ZoneId zone) {
        this.spark = spark;
        this.relation = relation;
        this.zone = zone;
    }

    Dataset<Row> frame() {
        if (relation.files().isEmpty()) {
            return spark.createDataFrame(List.of(), schema(indexes()));
        }
        Map<List<DeleteFile>, List<String>> groups = new LinkedHashMap<>();
        for (DataFile file : relation.files()) {
            groups.computeIfAbsent(file.deletes(), deletes -> new ArrayList<>()).add(file.path());
        }
        return groups.entrySet().stream()
                .map(group -> frame(group.getValue(), group.getKey()))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    /** The same with the path of the file that each row lies in. */
    Dataset<Row> frameWithFile(String column) {
        fileColumn = Optional.of(column);
        return relation.files().isEmpty() ? frame().withColumn(column, expr("CAST(NULL AS STRING)")) : frame();
    }

    private Dataset<Row> frame(List<String> files, List<DeleteFile> deletes) {
        Dataset<Row> rows = read(files, indexes());
        if (fileColumn.isPresent()) {
            rows = rows.withColumn(fileColumn.get(), expr(PATH));
        }
        List<PositionDeletes> positions = deletes.stream()
                .filter(PositionDeletes.class::isInstance)
                .map(PositionDeletes.class::cast)
                .toList();
        if (!positions.isEmpty()) {
            rows = withoutPositions(rows, positions);
        }
        for (Map.Entry<List<Integer>, List<String>> equality :
                relation.equalityDeletes(deletes).entrySet()) {
            rows = withoutEqual(rows, equality.getKey(), equality.getValue());
        }
        Optional<org.apache.spark.sql.Column> condition = TimeCondition.of(relation, zone, UnaryOperator.identity());
        return (condition.isPresent() ? rows.filter(condition.get()) : rows)
                .select(fileColumn.isPresent() ? columnsWithFile() : columns());
    }

    private org.apache.spark.sql.Column[] columnsWithFile() {
        return Stream.concat(Arrays.stream(columns()), Stream.of(col(quoted(fileColumn.orElseThrow()))))
                .toArray(org.apache.spark.sql.Column[]::new);
    }

    /** The rows as one task yields them: by the names of their files, and in each as they stand there. For files without deletes. */
    Dataset<Row> inOrder() {
        List<String> files = relation.files().stream().map(DataFile::path).toList();
        return read(files, indexes())
                .withColumn(OWN + "file", col("_metadata.file_name"))
                .withColumn(OWN + "row", col("_metadata.row_index"))
                .coalesce(1)
                .sortWithinPartitions(OWN + "file", OWN + "row")
                .select(columns());
    }

    private org.apache.spark.sql.Column[] columns() {
        return indexes().stream().map(this::column).toArray(org.apache.spark.sql.Column[]::new);
    }

    private List<Integer> indexes() {
        return IntStream.range(0, relation.schema().columns().size()).boxed().toList();
    }

    private StructType schema(List<Integer> indexes) {
        return DataTypes.createStructType(indexes.stream().map(this::field).toList());
    }

    private StructField field(int index) {
        Column column = relation.schema().columns().get(index);
        return DataTypes.createStructField(
                column.name(),
                SparkTypes.of(column.type()),
                true,
                new MetadataBuilder()
                        .putLong(FIELD_ID, relation.fieldIds().get(index))
                        .build());
    }

    private Dataset<Row> read(List<String> files, List<Integer> indexes) {
        return read(files, schema(indexes));
    }

    /** The client's own reader sends a schema without its metadata, and with it would lose the field ids. */
    private Dataset<Row> read(List<String> files, StructType schema) {
        return spark.newDataFrame(read -> {
            read.getReadBuilder()
                    .getDataSourceBuilder()
                    .setFormat("parquet")
                    .setSchema(schema.json())
                    .addAllPaths(files);
            return BoxedUnit.UNIT;
        });
    }

    private org.apache.spark.sql.Column column(int index) {
        return col(quoted(relation.schema().columns().get(index).name()));
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Spark tells a file's path as a URI; other writers put paths or URIs into delete files. So both are made paths. */
    private Dataset<Row> withoutPositions(Dataset<Row> rows, List<PositionDeletes> files) {
        List<String> paths = files.stream().map(PositionDeletes::path).toList();
        Dataset<Row> placed = rows.withColumn(
                        OWN + "path", original(expr(PATH), files.get(0).copies()))
                .withColumn(OWN + "row", col("_metadata.row_index"));
        Dataset<Row> deleted = read(paths, POSITIONS)
                .select(
                        expr("regexp_replace(file_path, '^file:/+', '/')").as(OWN + "path"),
                        col("pos").as(OWN + "row"));
        return placed.join(deleted, new String[] {OWN + "path", OWN + "row"}, "left_anti");
    }

    /** How the file is called of which one is a copy. */
    private static org.apache.spark.sql.Column original(org.apache.spark.sql.Column file, List<Copies> copies) {
        org.apache.spark.sql.Column name = file;
        for (Copies one : copies) {
            name = when(
                            file.startsWith(one.instead()),
                            concat(
                                    lit(one.beginning()),
                                    file.substr(lit(one.instead().length() + 1), length(file))))
                    .otherwise(name);
        }
        return name;
    }

    private Dataset<Row> withoutEqual(Dataset<Row> rows, List<Integer> indexes, List<String> paths) {
        Dataset<Row> deleted = read(paths, indexes)
                .select(indexes.stream()
                        .map(i -> column(i).as(OWN + "deleted_" + i))
                        .toArray(org.apache.spark.sql.Column[]::new));
        org.apache.spark.sql.Column equal = indexes.stream()
                .map(i -> column(i).eqNullSafe(col(OWN + "deleted_" + i)))
                .reduce(org.apache.spark.sql.Column::and)
                .orElseThrow();
        return rows.join(deleted, equal, "left_anti");
    }
}
