package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Parsed;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.ingestion.stage.Verdict;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Parquet files, whose columns may differ from file to file. A row's line is its number in the file, the first is 1. */
final class ParquetFiles implements FileFormat {
    private final Contract contract;
    private final FileNames names;
    private final Verdict verdict;

    ParquetFiles(Contract contract, FileNames names, Verdict verdict) {
        this.contract = contract;
        this.names = names;
        this.verdict = verdict;
    }

    @Override
    public Map<Path, Long> load(Staging staging, List<Path> files, boolean small, RecordWriter writer) {
        Map<String, String> found = columns(staging, files);
        verdict.refuseNewColumns(found.entrySet().stream()
                .filter(column -> !contract.schema().names().contains(column.getKey()))
                .map(column -> newColumn(staging, files, column.getKey(), column.getValue()))
                .toList());
        Set<String> typed = typed(staging, found);
        String from = "SELECT " + names.shown("filename")
                + " AS file, CAST(file_row_number + 1 AS BIGINT) AS line, * EXCLUDE ("
                + "filename, file_row_number) FROM " + read(files, ", filename = true, file_row_number = true");
        staging.load(Parsed.columns(
                from,
                contract,
                column -> {
                    if (!found.containsKey(column.name())) {
                        return "CAST(NULL AS VARCHAR)";
                    }
                    String value = Sql.name(column.name());
                    if (typed.contains(column.name())) {
                        return value;
                    }
                    boolean plain =
                            column.type() instanceof DataType.Primitive || column.type() instanceof DataType.Decimal;
                    return plain ? "CAST(" + value + " AS VARCHAR)" : "to_json(" + value + ")";
                },
                typed));
        return Map.of();
    }

    /** Columns that have the type of the contract in all files; the engine is asked, since it writes types in its own way. */
    private Set<String> typed(Staging staging, Map<String, String> found) {
        List<Column> columns = contract.schema().columns();
        List<?> wanted = (List<?>) staging.rows(columns.stream()
                        .map(column -> "typeof(CAST(NULL AS " + Sql.type(column.type()) + "))")
                        .collect(Collectors.joining(", ", "SELECT [", "] AS types")))
                .get(0)
                .get(0);
        Set<String> typed = new TreeSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            if (wanted.get(i).equals(found.get(name))) {
                typed.add(name);
            }
        }
        return typed;
    }

    private Staging.NewColumn newColumn(Staging staging, List<Path> files, String name, String type) {
        List<List<Object>> example = staging.rows("SELECT " + names.shown("filename") + ", CAST(" + Sql.name(name)
                + " AS VARCHAR) FROM " + read(files, ", filename = true") + " WHERE " + Sql.name(name)
                + " IS NOT NULL LIMIT 1");
        return example.isEmpty()
                ? new Staging.NewColumn(name, type, names.shown(files.get(0)), "null")
                : new Staging.NewColumn(name, type, (String) example.get(0).get(0), (String)
                        example.get(0).get(1));
    }

    private static Map<String, String> columns(Staging staging, List<Path> files) {
        Map<String, String> columns = new LinkedHashMap<>();
        staging.rows("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + read(files, "") + ")")
                .forEach(row -> columns.put((String) row.get(0), (String) row.get(1)));
        return columns;
    }

    private static String read(List<Path> files, String options) {
        return "read_parquet(" + FileNames.list(files) + ", union_by_name = true" + options + ")";
    }

    @Override
    public String reading(List<Path> files) {
        return "SELECT count(COLUMNS(*)) FROM " + read(files, "");
    }

    @Override
    public Set<String> present(Staging staging, List<Path> files, Collection<String> columns) {
        Set<String> present = new TreeSet<>(columns);
        present.retainAll(columns(staging, files).keySet());
        return present;
    }
}
