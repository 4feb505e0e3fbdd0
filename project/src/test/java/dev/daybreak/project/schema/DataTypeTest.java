package dev.daybreak.project.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean",
                "int",
                "long",
                "float",
                "double",
                "string",
                "binary",
                "date",
                "timestamp",
                "timestamptz",
                "decimal(38,0)",
                "list<string>",
                "map<string, list<decimal(12,2)>>",
                "struct<a: int, b: struct<c: map<string, double>>>"
            })
    void readsWhatItPrints(String text) {
        assertThat(DataType.parse(text)).map(DataType::toString).contains(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    BIGINT          | long
                    Integer         | int
                    varchar         | string
                    decimal(9)      | decimal(9,0)
                    ' decimal( 9 , 2 ) ' | decimal(9,2)
                    LIST < INT >    | list<int>
                    """)
    void understandsOtherSpellings(String text, String shown) {
        assertThat(DataType.parse(text)).map(DataType::toString).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "intt",
                "int x",
                "int,",
                "int)",
                "decimal",
                "decimal(",
                "decimal(39,0)",
                "decimal(5,6)",
                "decimal(0,0)",
                "list",
                "list<>",
                "list<int",
                "list<int>>",
                "map<string>",
                "struct<>",
                "struct<a>",
                "struct<a: int,>",
                "int; drop"
            })
    void refusesOtherTexts(String text) {
        assertThat(DataType.parse(text)).isEmpty();
    }

    @Test
    void columnsOfOneNameButForLetterCaseAreRefused() {
        Column lower = Column.of("a", DataType.Primitive.INT);
        Column upper = Column.of("A", DataType.Primitive.INT);

        assertThatThrownBy(() -> Schema.of(lower, upper)).hasMessage("Invalid schema: column 'A' stands twice");
        assertThat(Schema.of(lower).find("A")).contains(lower);
    }
}
