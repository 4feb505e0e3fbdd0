package dev.daybreak.acceptance.spark.tpc;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of a benchmark as a source of a project.
 *
 * @param columns their types in the project's words by name, in the order of the generator's
 */
record TpcTable(String benchmark, String name, Map<String, String> columns) {
    /** The source's name: both benchmarks have a table {@code customer}. */
    String source() {
        return benchmark + "_" + name;
    }

    void writeSource(Path project) throws IOException {
        String contract = columns.entrySet().stream()
                .map(column -> "  " + column.getKey() + ": " + column.getValue() + "\n")
                .collect(Collectors.joining());
        Files.writeString(
                project.resolve("sources").resolve(source() + ".yaml"),
                "tags: data\nfiles: {path: data/" + source() + ".csv, load: full}\nbad_records: 0%\ncolumns:\n"
                        + contract);
    }

    /** Where rows go, with the header already written. The caller closes it. */
    BufferedWriter open(Path project) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(project.resolve("data").resolve(source() + ".csv"));
        writer.write(String.join(",", columns.keySet()) + "\n");
        return writer;
    }

    /** @param fields texts in the columns' order; null for null */
    static void write(BufferedWriter writer, List<String> fields) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                writer.write(',');
            }
            String field = fields.get(i);
            if (field != null) {
                boolean plain = field.indexOf(',') < 0 && field.indexOf('"') < 0;
                writer.write(plain ? field : '"' + field.replace("\"", "\"\"") + '"');
            }
        }
        writer.write('\n');
    }
}
