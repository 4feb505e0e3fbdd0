package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.MeaningCases;
import dev.daybreak.sql.portable.PortableFunction;
import dev.daybreak.sql.portable.PortableSql;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases that every engine is held to leave out nothing of the portable set. */
class MeaningCasesTest {
    private static final String CASES = Stream.of(
                    "values", "values in Europe/Berlin", "aggregates", "windows", "rows", "failures")
            .flatMap(section -> MeaningCases.section(section).stream())
            .map(MeaningCases.Case::expression)
            .collect(Collectors.joining("\n"))
            .toLowerCase(Locale.ROOT);

    @Test
    void everyPortableFunctionHasACase() {
        List<String> names = PortableSql.set().functions().stream()
                .map(PortableFunction::name)
                .toList();

        assertThat(names).allSatisfy(name -> assertThat(CASES).containsPattern("\\b" + Pattern.quote(name) + "\\b"));
    }

    @Test
    void everyPortableOperatorHasACase() {
        assertThat(PortableSql.set().operators().keySet())
                .allSatisfy(operator -> assertThat(CASES).contains(operator.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyPortableTypeHasACase() {
        assertThat(PortableSql.set().types().keySet())
                .map(type -> type.toLowerCase(Locale.ROOT).replaceFirst("\\(.*", ""))
                .allSatisfy(type -> assertThat(CASES).containsPattern("\\b" + type + "\\b"));
    }
}
