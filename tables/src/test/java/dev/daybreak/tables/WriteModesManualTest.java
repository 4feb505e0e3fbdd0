package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the manual's page on write modes run, and the tables that it shows are what they yield. */
final class WriteModesManualTest {
    private static final Path PAGE = Path.of(System.getProperty("root.dir"), "docs", "write-modes.md");
    private static final Pattern EXAMPLE = Pattern.compile("```(?:yaml|sql) (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHOWN =
            Pattern.compile("\\$ daybreak query \"(.*?FROM )([a-z._]+)(.*?)\"\n((?: {4}[^\n]*\n)+)", Pattern.DOTALL);
    private static final Pattern CSV = Pattern.compile("```csv \\S+\n.*?\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesYieldWhatIsShown(@TempDir Path folder) throws IOException {
        String page = Files.readString(PAGE);
        try (TableProject project = new TableProject(folder)) {
            Matcher example = EXAMPLE.matcher(page);
            while (example.find()) {
                project.file(example.group(1), example.group(2));
            }
            project.replace("raw.changes", DataInterval.ALL, given(page));

            assertThat(project.run().steps()).hasSizeGreaterThan(4).allSatisfy(step -> assertThat(step.failure())
                    .isEmpty());

            int shown = 0;
            Matcher query = SHOWN.matcher(page);
            while (query.find()) {
                shown++;
                List<String> lines = query.group(4).lines().map(String::strip).toList();
                assertThat(project.rows(query.group(2), query.group(1) + "t" + query.group(3)))
                        .map(row -> row.replace("[", "")
                                .replace("]", "")
                                .replace("null", "NULL")
                                .replaceAll("[, ]+", " "))
                        .containsExactlyElementsOf(lines.subList(1, lines.size()).stream()
                                .map(line -> line.replaceAll(" +", " "))
                                .toList());
            }
            assertThat(shown).isEqualTo(2);
        }
    }

    private static String given(String page) {
        Matcher csv = CSV.matcher(page);
        assertThat(csv.find()).isTrue();
        List<String> rows = new ArrayList<>();
        for (String line : csv.group(1).strip().lines().toList()) {
            String[] values = line.split(",");
            rows.add("(" + values[0] + ", '" + values[1] + "', " + values[2] + ", TIMESTAMP '" + values[3] + "')");
        }
        return "SELECT * FROM (VALUES " + String.join(", ", rows) + ") AS v(user_id, plan, gone, changed_at)";
    }
}
