package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Parsed;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.ingestion.stage.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * CSV files with a header line; fields in double quotes where need be, an empty field is null. Files of a batch may have
 * different headers. A line number counts a record with line breaks in its fields as one line if the record is
 * well-formed and only its values do not fit.
 */
final class Csv implements FileFormat {
    private final Contract contract;
    private final FileNames names;
    private final Verdict verdict;

    Csv(Contract contract, FileNames names, Verdict verdict) {
        this.contract = contract;
        this.names = names;
        this.verdict = verdict;
    }

    @Override
    public Map<Path, Long> load(Staging staging, List<Path> files, boolean small, RecordWriter writer) {
        Map<CsvHeader, List<Path>> byHeader = byHeader(staging, files);
        refuseNewColumns(staging, byHeader);
        RawLines.clearRejects(staging);
        String all = byHeader.entrySet().stream()
                .map(group -> "(" + contractColumns(group.getKey(), group.getValue()) + ")")
                .collect(Collectors.joining(" UNION ALL "));
        Parsed parsed = Parsed.columns(all, contract, column -> Sql.name(column.name()), Set.of());
        staging.load(parsed);
        RawLines.keepRejects(staging, names);
        number(staging, byHeader);
        return Map.of();
    }

    private void number(Staging staging, Map<CsvHeader, List<Path>> byHeader) {
        Set<String> again = Set.copyOf(staging.unnumberedFiles());
        if (again.isEmpty()) {
            return;
        }
        staging.execute(
                "CREATE OR REPLACE TEMP TABLE daybreak_csv_rejects AS SELECT file, line - 1 - row_number() OVER "
                        + "(PARTITION BY file ORDER BY line) AS records_before FROM " + Staging.DEAD_OF_BATCH
                        + " WHERE line IS NOT NULL");
        for (Map.Entry<CsvHeader, List<Path>> group : byHeader.entrySet()) {
            List<Path> files = group.getValue().stream()
                    .filter(file -> again.contains(names.shown(file)))
                    .toList();
            if (!files.isEmpty()) {
                String shown = group.getKey().columns().stream()
                        .map(name -> "coalesce(" + Sql.name(name) + ", '')")
                        .collect(Collectors.joining(", "));
                String fields = "SELECT *, concat_ws(" + Sql.text(group.getKey().delimiter()) + ", " + shown
                        + ") AS daybreak_shown FROM " + read(group.getKey(), files);
                String records = "SELECT file, daybreak_shown AS shown, "
                        + "CAST(to_json(" + "v"
                        + ") AS VARCHAR) AS raw FROM (SELECT file, daybreak_shown, v FROM (SELECT *, "
                        + struct(group.getKey()) + " AS v, " + names.shown("filename") + " AS file FROM (" + fields
                        + ")))";
                staging.numberLines("SELECT file, raw, shown FROM (" + records + ")", 1);
            }
        }
        staging.execute(
                "UPDATE " + Staging.DEAD_OF_BATCH + " d SET line = line + (SELECT count(*) FROM daybreak_csv_rejects r"
                        + " WHERE r.file = d.file AND d.line - 1 > r.records_before) WHERE col IS NOT NULL OR reason LIKE '%is required'");
    }

    private String struct(CsvHeader header) {
        return contract.schema().columns().stream()
                .map(column -> Sql.name(column.name()) + " := "
                        + (header.columns().contains(column.name())
                                ? Sql.name(column.name())
                                : "CAST(NULL AS VARCHAR)"))
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
    }

    private String contractColumns(CsvHeader header, List<Path> files) {
        String columns = contract.schema().columns().stream()
                .map(column ->
                        (header.columns().contains(column.name()) ? Sql.name(column.name()) : "CAST(NULL AS VARCHAR)")
                                + " AS " + Sql.name(column.name()))
                .collect(Collectors.joining(", "));
        return "SELECT " + names.shown("filename") + " AS file, CAST(NULL AS BIGINT) AS line, " + columns + " FROM "
                + read(header, files);
    }

    private static String read(CsvHeader header, List<Path> files) {
        String columns = header.columns().stream()
                .map(name -> Sql.text(name) + ": 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv(" + FileNames.list(files) + ", auto_detect = false, header = true, delim = "
                + Sql.text(header.delimiter()) + ", quote = '\"', escape = '\"', columns = " + columns
                + ", filename = true, " + RawLines.rejects() + ")";
    }

    private void refuseNewColumns(Staging staging, Map<CsvHeader, List<Path>> byHeader) {
        List<Staging.NewColumn> found = new ArrayList<>();
        byHeader.forEach((header, files) -> header.columns().stream()
                .filter(name -> !contract.schema().names().contains(name))
                .filter(name -> found.stream().noneMatch(column -> column.name().equals(name)))
                .forEach(name -> found.add(newColumn(staging, header, files, name))));
        verdict.refuseNewColumns(found);
    }

    private Staging.NewColumn newColumn(Staging staging, CsvHeader header, List<Path> files, String name) {
        List<String> examples = staging
                .rows("SELECT " + Sql.name(name) + " FROM " + read(header, files) + " WHERE " + Sql.name(name)
                        + " IS NOT NULL LIMIT 20")
                .stream()
                .map(row -> (String) row.get(0))
                .toList();
        return Staging.NewColumn.seen(name, names.shown(files.get(0)), examples);
    }

    private Map<CsvHeader, List<Path>> byHeader(Staging staging, List<Path> files) {
        Map<CsvHeader, List<Path>> groups = new LinkedHashMap<>();
        for (Path file : files) {
            groups.computeIfAbsent(CsvHeader.of(file, staging::firstText), header -> new ArrayList<>())
                    .add(file);
        }
        return groups;
    }

    @Override
    public String reading(List<Path> files) {
        return "SELECT count(line) FROM (" + RawLines.query(files) + ")";
    }

    @Override
    public Set<String> present(Staging staging, List<Path> files, Collection<String> columns) {
        Set<String> present = new TreeSet<>();
        byHeader(staging, files).keySet().forEach(header -> present.addAll(header.columns()));
        present.retainAll(columns);
        return present;
    }
}
