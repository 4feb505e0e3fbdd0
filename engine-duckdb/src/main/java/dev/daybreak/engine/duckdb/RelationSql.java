package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Relation.Copies;
import dev.daybreak.engine.Relation.DataFile;
import dev.daybreak.engine.Relation.DeleteFile;
import dev.daybreak.engine.Relation.PositionDeletes;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.TimeFilter;
import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A relation as a SELECT of DuckDB. Files are read with an explicit map from field id to column, so that DuckDB opens no
 * footer before it needs the rows, and renamed, added and dropped columns come out right; large ones whose names are known to be right,
 * by these. Files are grouped by the deletes that apply to them; only groups that have some pay for an anti-join.
 */
final class RelationSql {
    private static final String FILE = "daybreak_file";
    private static final String DELETED = "daybreak_deleted";

    private final String name;
    private final Relation relation;
    private final ZoneId zone;
    private final Set<String> named;
    private Optional<String> fileColumn = Optional.empty();

    /**
     * @param name of the relation, without dots
     * @param named files that have the relation's columns under their own names and types
     */
    RelationSql(String name, Relation relation, ZoneId zone, Set<String> named) {
        this.name = name;
        this.relation = relation;
        this.zone = zone;
        this.named = named;
    }

    String select() {
        if (relation.files().isEmpty()) {
            return empty();
        }
        Map<List<DeleteFile>, List<String>> groups = new LinkedHashMap<>();
        for (DataFile file : relation.files()) {
            groups.computeIfAbsent(file.deletes(), deletes -> new ArrayList<>()).add(file.path());
        }
        return groups.entrySet().stream()
                .map(group -> select(group.getValue(), group.getKey()))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    /** The same with a salt. */
    String select(Salting salting) {
        String salt = Sql.name(Salt.COLUMN);
        int buckets = salting.buckets();
        return salting.side() == Salting.Side.SPREAD
                ? "SELECT *, CAST(row_number() OVER () % " + buckets + " AS INTEGER) AS " + salt + " FROM (" + select()
                        + ")"
                : "SELECT r.*, CAST(s.n AS INTEGER) AS " + salt + " FROM (" + select() + ") AS r CROSS JOIN range("
                        + buckets + ") AS s(n)";
    }

    /** The same with the path of the file that each row lies in. */
    String selectWithFile(String column) {
        fileColumn = Optional.of(column);
        return select();
    }

    private String empty() {
        Stream<String> columns = relation.schema().columns().stream()
                .map(column -> "CAST(NULL AS " + DuckDbTypes.text(column.type()) + ") AS " + Sql.name(column.name()));
        return Stream.concat(columns, fileColumn.stream().map(name -> "CAST(NULL AS VARCHAR) AS " + Sql.name(name)))
                .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }

    private String select(List<String> files, List<DeleteFile> deletes) {
        List<Column> columns = relation.schema().columns();
        Stream<String> file = fileColumn.stream().map(name -> "d." + FILE + " AS " + Sql.name(name));
        String names = Stream.concat(
                        indexes()
                                .map(i -> column("d", i) + " AS "
                                        + Sql.name(columns.get(i).name())),
                        file)
                .collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("SELECT ").append(names).append(" FROM ");
        String rows = deletes.isEmpty() && named.containsAll(files)
                ? byName(files)
                : read(files, fields(indexes().toList()), !deletes.isEmpty() || fileColumn.isPresent());
        sql.append(rows).append(" AS d");
        List<PositionDeletes> positions = deletes.stream()
                .filter(PositionDeletes.class::isInstance)
                .map(PositionDeletes.class::cast)
                .toList();
        if (!positions.isEmpty()) {
            sql.append(positionDeletes(positions));
        }
        relation.equalityDeletes(deletes).forEach((ids, paths) -> sql.append(equalityDeletes(ids, paths)));
        relation.filter().filter(filter -> !filter.interval().isAll()).ifPresent(filter -> sql.append(" WHERE ")
                .append(condition(filter)));
        return sql.toString();
    }

    /**
     * The name under which a column is read. It tells in a plan which relation is read, and the dot keeps it apart from the file name and
     * row number that deletes need.
     */
    static String readName(String relation, String column) {
        return relation + "." + column;
    }

    private String column(String alias, int index) {
        return alias + "."
                + Sql.name(readName(name, relation.schema().columns().get(index).name()));
    }

    private Stream<Integer> indexes() {
        return IntStream.range(0, relation.schema().columns().size()).boxed();
    }

    /** DuckDB then knows how many rows there are, and the range of their values. */
    private String byName(List<String> files) {
        List<Column> columns = relation.schema().columns();
        Stream<String> read = indexes().map(i -> {
            String column = columns.get(i).name();
            return Sql.name(column) + " AS " + Sql.name(readName(name, column));
        });
        String place = fileColumn.isPresent() ? ", filename = " + Sql.text(FILE) : "";
        return Stream.concat(read, fileColumn.stream().map(file -> FILE))
                .collect(Collectors.joining(
                        ", ",
                        "(SELECT ",
                        " FROM read_parquet(" + Sql.texts(files) + ", hive_partitioning = false" + place + "))"));
    }

    private static String read(List<String> files, String fields, boolean withPlace) {
        return "read_parquet(" + Sql.texts(files) + ", hive_partitioning = false, schema = " + fields
                + (withPlace ? ", file_row_number = true, filename = " + Sql.text(FILE) : "") + ")";
    }

    private String fields(List<Integer> indexes) {
        return indexes.stream()
                .map(i -> relation.fieldIds().get(i) + ": {name: "
                        + Sql.text(readName(
                                name, relation.schema().columns().get(i).name())) + ", type: "
                        + Sql.text(DuckDbTypes.text(
                                relation.schema().columns().get(i).type()))
                        + ", default_value: NULL}")
                .collect(Collectors.joining(", ", "MAP {", "}"));
    }

    /** Other writers put URIs into delete files, so the scheme of local files is cut off on both sides. */
    private static String positionDeletes(List<PositionDeletes> files) {
        List<String> paths = files.stream().map(PositionDeletes::path).toList();
        return " ANTI JOIN (SELECT " + localPath("file_path") + " AS path, pos FROM read_parquet(" + Sql.texts(paths)
                + ", hive_partitioning = false)) AS " + DELETED + "_positions ON "
                + original("d." + FILE, files.get(0).copies()) + " = " + DELETED
                + "_positions.path AND d.file_row_number = " + DELETED + "_positions.pos";
    }

    /** How the file is called of which one is a copy. */
    private static String original(String file, List<Copies> copies) {
        String known = copies.stream()
                .map(one -> " WHEN starts_with(" + file + ", " + Sql.text(one.instead()) + ") THEN "
                        + Sql.text(one.beginning()) + " || substr(" + file + ", "
                        + (one.instead().length() + 1) + ")")
                .collect(Collectors.joining());
        return known.isEmpty() ? localPath(file) : "CASE" + known + " ELSE " + localPath(file) + " END";
    }

    private static String localPath(String column) {
        return "regexp_replace(" + column + ", '^file:/+', '/')";
    }

    private String equalityDeletes(List<Integer> indexes, List<String> paths) {
        String alias = DELETED + "_" + indexes.stream().map(String::valueOf).collect(Collectors.joining("_"));
        return " ANTI JOIN " + read(paths, fields(indexes), false) + " AS " + alias + " ON "
                + indexes.stream()
                        .map(i -> column("d", i) + " IS NOT DISTINCT FROM " + column(alias, i))
                        .collect(Collectors.joining(" AND "));
    }

    /** Compares the bare column with literals of its type, since only that lets Parquet's statistics skip row groups. */
    private String condition(TimeFilter filter) {
        int index = relation.indexOf(filter.column());
        String column = column("d", index);
        return column + " >= " + literal(index, filter.interval().start()) + " AND " + column + " < "
                + literal(index, filter.interval().end());
    }

    private String literal(int index, Instant at) {
        Column column = relation.schema().columns().get(index);
        if (column.type() == Primitive.DATE) {
            return "DATE '" + TimeFilter.firstDate(at, zone) + "'";
        }
        if (column.type() == Primitive.TIMESTAMP) {
            return "TIMESTAMP '" + text(TimeFilter.firstTime(at, zone)) + "'";
        }
        if (column.type() == Primitive.TIMESTAMPTZ) {
            return "TIMESTAMPTZ '" + text(LocalDateTime.ofInstant(at, ZoneOffset.UTC)) + "+00'";
        }
        throw new IllegalArgumentException("Invalid time filter: column '" + column.name() + "' is of type "
                + column.type() + ", but must be date, timestamp or timestamptz");
    }

    private static String text(LocalDateTime time) {
        return time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT));
    }
}
