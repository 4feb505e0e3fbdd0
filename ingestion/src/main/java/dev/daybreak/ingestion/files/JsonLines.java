package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Parsed;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * JSON lines: one object per line; empty lines are passed over.
 *
 * <p>Small files are read whole. Their plain records go straight to the table's files; what is not plain is taken in and
 * judged. Packed and large files are read as a stream, and those with bad records a second time for the numbers of their lines.
 */
public final class JsonLines implements FileFormat {
    private static final long SMALL = 16L << 20;
    private static final int READERS = 16;

    private final Contract contract;
    private final FileNames names;
    private final Path folder;

    /** @param folder for files of the step; made if need be */
    JsonLines(Contract contract, FileNames names, Path folder) {
        this.contract = contract;
        this.names = names;
        this.folder = folder;
    }

    @Override
    public boolean isSmall(Path file, long size) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return size <= SMALL && !name.endsWith(".gz") && !name.endsWith(".zst");
    }

    @Override
    public Map<Path, Long> load(Staging staging, List<Path> files, boolean small, RecordWriter writer) {
        if (!small) {
            loadStream(staging, files);
            return Map.of();
        }
        try (PlainLines plain = new PlainLines(contract, names, folder)) {
            if (plain.fit(staging, files.get(0))) {
                return plain.load(staging, files, writer);
            }
        }
        try {
            staging.load(Parsed.json(wholeFiles(files), contract));
        } catch (DaybreakException e) {
            // One byte that is no UTF-8 spoils a file that is read whole; the stream puts only its line aside.
            if (e.code() != ErrorCode.QUERY_FAILED || !e.getMessage().contains("UTF-8")) {
                throw e;
            }
            loadStream(staging, files);
        }
        return Map.of();
    }

    private void loadStream(Staging staging, List<Path> files) {
        RawLines.clearRejects(staging);
        staging.load(Parsed.json(
                "SELECT " + names.shown("filename") + " AS file, CAST(NULL AS BIGINT) AS line, line AS raw FROM ("
                        + RawLines.query(files) + ") WHERE line IS NOT NULL AND line <> '' AND line <> chr(13)",
                contract));
        RawLines.keepRejects(staging, names);
        List<Path> again = staging.unnumberedFiles().stream().map(names::locate).toList();
        if (!again.isEmpty()) {
            RawLines.clearRejects(staging);
            staging.numberLines(
                    "SELECT " + names.shown("filename") + " AS file, line AS raw, line AS shown FROM ("
                            + RawLines.query(again) + ")",
                    0);
        }
    }

    /** One thread reads whole files one after the other, so the files are dealt out to several readers side by side. */
    private String wholeFiles(List<Path> files) {
        int readers = Math.min(READERS, files.size());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            List<Path> part = files.subList(files.size() * i / readers, files.size() * (i + 1) / readers);
            parts.add("SELECT filename, string_split(content, chr(10)) AS texts FROM read_text(" + FileNames.list(part)
                    + ")");
        }
        return "SELECT file, line, raw FROM (SELECT file, unnest(texts) AS raw,"
                + " CAST(generate_subscripts(texts, 1) AS BIGINT) AS line FROM (SELECT " + names.shown("filename")
                + " AS file, texts FROM (" + String.join(" UNION ALL ", parts)
                + "))) WHERE raw <> '' AND raw <> chr(13)";
    }

    @Override
    public String reading(List<Path> files) {
        return "SELECT count(line) FROM (" + RawLines.query(files) + ")";
    }

    @Override
    public Set<String> present(Staging staging, List<Path> files, Collection<String> columns) {
        List<String> names = List.copyOf(columns);
        List<String> any = names.stream()
                .map(name -> "bool_or(list_contains(k, " + Sql.text(name) + "))")
                .toList();
        List<Object> row = new ArrayList<>(staging.rows("SELECT " + String.join(", ", any)
                        + " FROM (SELECT json_keys(CASE WHEN json_valid(line) THEN line END) AS k FROM ("
                        + RawLines.query(files) + "))")
                .get(0));
        Set<String> present = new TreeSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (Boolean.TRUE.equals(row.get(i))) {
                present.add(names.get(i));
            }
        }
        return present;
    }
}
