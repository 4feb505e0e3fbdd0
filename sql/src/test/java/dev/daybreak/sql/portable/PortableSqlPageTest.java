package dev.daybreak.sql.portable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/portable-sql.md lists what the set holds, and nothing else. */
class PortableSqlPageTest {
    private static final PortableSql SET = PortableSql.set();

    @Test
    void thePageHasEveryFunctionWithItsMeaning() throws IOException {
        String functions = SET.functions().stream()
                .collect(Collectors.groupingBy(
                        PortableFunction::group,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(PortableSqlPageTest::row, Collectors.joining())))
                .entrySet()
                .stream()
                .map(group -> "### " + group.getKey()
                        + "\n\n| function | what it gives | DuckDB | Spark |\n|---|---|---|---|\n" + group.getValue())
                .collect(Collectors.joining("\n"));

        assertThat(page()).contains("## Functions\n").contains(functions + "\n## Operators\n");
    }

    @Test
    void thePageHasOperatorsAndTypesAndWhatToWriteInsteadOfOthers() throws IOException {
        assertThat(page())
                .contains(table("operator | meaning", SET.operators()) + "\n## Types\n")
                .contains(table("type | meaning", SET.types()) + "\n")
                .contains(table("function | the portable way", SET.otherFunctions()) + "\nTypes:\n")
                .contains(table("type | the portable way", SET.otherTypes()) + "\nForms:\n")
                .contains(table("form | the portable way", SET.otherForms()) + "\n## What still differs\n");
    }

    @Test
    void nothingIsBothPortableAndNot() {
        assertThat(SET.functions())
                .extracting(PortableFunction::name)
                .doesNotContainAnyElementsOf(SET.otherFunctions().keySet());
        assertThat(SET.types().keySet())
                .doesNotContainAnyElementsOf(SET.otherTypes().keySet());
    }

    private static String row(PortableFunction function) {
        return "| `" + function.signature() + "` | " + escaped(function.meaning()) + " | " + word(function.duckdb())
                + " | " + word(function.spark()) + " |\n";
    }

    private static String word(PortableFunction.Origin origin) {
        return origin.name().toLowerCase(Locale.ROOT);
    }

    private static String table(String head, Map<String, String> rows) {
        return "| " + head + " |\n|---|---|\n"
                + rows.entrySet().stream()
                        .map(row -> "| `" + escaped(row.getKey()) + "` | " + escaped(row.getValue()) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("root.dir"), "docs", "portable-sql.md"));
    }
}
