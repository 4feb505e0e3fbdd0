package dev.daybreak.engine.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.sequence;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Relation.Origin;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Salting.Side;
import dev.daybreak.engine.spark.PinnedTables.PinnedTable;
import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;

/**
 * The relations of a session, as its temporary views. Snapshots of tables are read through Iceberg, which knows their sizes, what each
 * file holds, and how rows are split; files that are no table's are read as files. One thread uses an instance.
 */
final class Relations {
    /** Iceberg then gives each task the files of one partition, so that tables that are split alike can be joined without a shuffle. */
    private static final String KEEP_GROUPS = "spark.sql.iceberg.planning.preserve-data-grouping";

    /** Where a row stands in its file: a column of Iceberg's that no table shows. */
    static final String PLACE = "_pos";

    private final SparkSession spark;
    private final ZoneId zone;
    private final PinnedTables tables;
    private final Set<String> bucketed = new HashSet<>();
    private final Set<String> views = new HashSet<>();
    private boolean keepsGroups;

    Relations(SparkSession spark, ZoneId zone, PinnedTables tables) {
        this.spark = spark;
        this.zone = zone;
        this.tables = tables;
    }

    /** @param name letters, digits and underscores */
    boolean register(String name, Relation relation) throws IOException {
        Source source = source(name, relation);
        return define(
                name,
                source.rows().select(source.columns(relation.schema()).toArray(Column[]::new)),
                source.isBucketed());
    }

    /** The same with a salt. Its rows are then shuffled, also if their table is split by what they are joined by. */
    boolean register(String name, Relation relation, Salting salting) throws IOException {
        Source source = source(name, relation);
        int buckets = salting.buckets();
        Column number = salting.side() == Side.COPIED
                ? explode(sequence(lit(0), lit(buckets - 1)))
                : source.place().mod(lit(buckets)).cast("int");
        Stream<Column> columns = Stream.concat(source.columns(relation.schema()), Stream.of(number.as(Salt.COLUMN)));
        return define(name, source.rows().select(columns.toArray(Column[]::new)), false);
    }

    /** The same with the file of each row, read as files even if they are a table's. */
    boolean register(String name, Relation relation, String fileColumn) throws IOException {
        return define(name, new FileFrame(spark, relation, zone).frameWithFile(fileColumn), false);
    }

    /**
     * Where rows come from.
     *
     * @param naming how a column is called there
     * @param place a number of each row that is the same at every try of a task
     */
    private record Source(Dataset<Row> rows, UnaryOperator<String> naming, Column place, boolean isBucketed) {
        Stream<Column> columns(Schema schema) {
            return schema.names().stream()
                    .map(name -> col(FileFrame.quoted(naming.apply(name))).as(name));
        }
    }

    private Source source(String name, Relation relation) throws IOException {
        Optional<Origin> origin =
                relation.origin().filter(known -> !relation.files().isEmpty());
        Optional<PinnedTable> table = origin.isPresent() ? tables.table(name, origin.get()) : Optional.empty();
        if (table.isEmpty()) {
            return new Source(
                    new FileFrame(spark, relation, zone).frame(),
                    UnaryOperator.identity(),
                    monotonically_increasing_id(),
                    false);
        }
        Dataset<Row> rows = spark.table(table.get().name());
        Optional<Column> condition = TimeCondition.of(relation, zone, PinnedTables::readName);
        // Where a row stands in its file is known without reading a column.
        return new Source(
                condition.isPresent() ? rows.filter(condition.get()) : rows,
                PinnedTables::readName,
                col(PLACE),
                table.get().isBucketed());
    }

    /** Rows that are computed when they are read. */
    boolean define(String name, Dataset<Row> rows) {
        return define(name, rows, false);
    }

    private boolean define(String name, Dataset<Row> rows, boolean isBucketed) {
        views.add(name);
        rows.createOrReplaceTempView("`" + name + "`");
        if (isBucketed) {
            bucketed.add(name);
        } else {
            bucketed.remove(name);
        }
        keepGroups(bucketed.size() > 1);
        return true;
    }

    /** Groups cost parallelism where a partition is large, so they are kept only where they may spare a shuffle. */
    private void keepGroups(boolean keep) {
        if (keep != keepsGroups) {
            spark.conf().set(KEEP_GROUPS, Boolean.toString(keep));
            keepsGroups = keep;
        }
    }

    /** Takes back what the session knows of them. */
    boolean forget() {
        views.forEach(name -> spark.catalog().dropTempView(name));
        views.clear();
        bucketed.clear();
        keepGroups(false);
        return true;
    }

    /** Removes what was made for the server to read. */
    void close() throws IOException {
        tables.close();
    }
}
