package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** The names in the first line of a CSV file, and what stands between them. */
record CsvHeader(List<String> columns, String delimiter) {
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

    CsvHeader {
        columns = List.copyOf(columns);
    }

    /** @param firstText the first value of the first row of a query, if there is one */
    static CsvHeader of(Path file, Function<String, Optional<String>> firstText) {
        CsvHeader header = parse(firstLine(file, firstText));
        if (new HashSet<>(header.columns).size() < header.columns.size() || header.columns.contains("")) {
            throw new DaybreakException(
                    ErrorCode.BAD_SOURCE,
                    "Invalid header of '" + file + "': names " + header.columns
                            + ", each must be given and stand once.",
                    "Write a header line with one name per field.");
        }
        return header;
    }

    private static String firstLine(Path file, Function<String, Optional<String>> firstText) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zst")) {
            return firstText.apply(RawLines.first(file)).orElse("");
        }
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_SOURCE,
                    "Cannot read " + Sql.text(file.toString()) + ": " + e.getMessage() + ".",
                    "Replace the file by an intact one.",
                    e);
        }
    }

    static CsvHeader parse(String line) {
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        List<String> best = split(text, ",");
        String delimiter = ",";
        for (String candidate : DELIMITERS) {
            List<String> names = split(text, candidate);
            if (names.size() > best.size()) {
                best = names;
                delimiter = candidate;
            }
        }
        return new CsvHeader(best, delimiter);
    }

    private static List<String> split(String line, String delimiter) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    name.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && c == delimiter.charAt(0)) {
                names.add(name.toString().strip());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString().strip());
        return names;
    }
}
