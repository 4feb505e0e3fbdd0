package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row conditions as Great Expectations writes them become SQL. */
class ConditionTest {
    private static final Schema SCHEMA = Schema.of(
            Column.of("age", Primitive.INT),
            Column.of("first name", Primitive.STRING),
            Column.of("ok", Primitive.BOOLEAN));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    age > 5                             | ("age" > 5)
                    col("age") >= -1.5                  | ("age" >= -1.5)
                    `first name` == "O'Neil"            | ("first name" = 'O''Neil')
                    age != 5                            | ("age" IS DISTINCT FROM 5)
                    col("age").notnull()                | ("age" IS NOT NULL)
                    age > 1 & age < 5 and ok == True    | ("age" > 1 AND "age" < 5 AND "ok" = TRUE)
                    ~(age == 1 or age == 2)             | (NOT ("age" = 1 OR "age" = 2))
                    age in [1, 2]                       | ("age" IN (1, 2))
                    `first name` not in ('a', 'b')      | (NOT "first name" IN ('a', 'b'))
                    age is not null                     | ("age" IS NOT NULL)
                    """)
    void readsTheLanguageOfPandasAndGreatExpectations(String written, String sql) {
        assertThat(narrow(written, "pandas")).isEqualTo(sql);
    }

    @Test
    void joinsAlternatives() {
        assertThat(narrow("age.isnull() | ok == True", "pandas")).isEqualTo("(\"age\" IS NULL OR \"ok\" = TRUE)");
    }

    @Test
    void takesSqlAsItIs() {
        assertThat(narrow("age % 2 = 0 -- even", "raw_sql")).isEqualTo("(age % 2 = 0 -- even\n)");
    }

    @Test
    void saysWhereItCannotBeRead() {
        assertThatThrownBy(() -> narrow("age >", "pandas"))
                .hasMessage("row_condition 'age >' cannot be read at its end");
        assertThatThrownBy(() -> narrow("age > 1 ; x", "pandas"))
                .hasMessage("row_condition 'age > 1 ; x' cannot be read from character 8");
        assertThatThrownBy(() -> narrow("aage > 1", "pandas"))
                .hasMessage("there is no column 'aage'. Did you mean 'age'?");
        assertThatThrownBy(() -> narrow("age > 'old'", "pandas")).hasMessage("'old' cannot be compared with a int");
    }

    private static String narrow(String written, String parser) {
        Arguments arguments = new Arguments(Map.of("row_condition", written, "condition_parser", parser));
        return Condition.narrow(new Subject("\"t\"", SCHEMA, "TRUE"), arguments).where();
    }
}
