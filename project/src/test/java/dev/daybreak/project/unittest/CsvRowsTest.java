package dev.daybreak.project.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
    private static final Place START = new Place("tests/t.yaml", 5, 7);
    private static final Schema SCHEMA =
            Schema.of(Column.of("id", Primitive.LONG), Column.of("word", Primitive.STRING));

    private final Problems problems = new Problems();

    private List<List<Object>> values(String text) {
        return CsvRows.read(text, START, problems).orElseThrow().stream()
                .map(row -> row.values(SCHEMA, "t", problems))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<String> told(String text) {
        CsvRows.read(text, START, problems).ifPresent(rows -> rows.forEach(row -> row.values(SCHEMA, "t", problems)));
        return problems.sorted().stream()
                .map(problem -> problem.place() + " " + problem.message())
                .toList();
    }

    @Test
    void readsCellsWithoutTheSpacesThatLineThemUp() {
        assertThat(values("id, word\n 1,   tea \n20,   honey\n\n"))
                .containsExactly(List.of(1L, "tea"), List.of(20L, "honey"));
    }

    @Test
    void tellsNullFromTheEmptyText() {
        assertThat(values("word,id\n\"\",\n,1\n").toString()).isEqualTo("[[null, ], [1, null]]");
    }

    @Test
    void takesCommasQuotesAndLineEndsInQuotes() {
        assertThat(values("id,word\r\n1,\"a, \"\"b\"\"\nc\"\r\n2,d"))
                .containsExactly(List.of(1L, "a, \"b\"\nc"), List.of(2L, "d"));
    }

    @Test
    void tellsWhereARowHasTooFewCells() {
        assertThat(told("id,word\n1\n2,b,c\n"))
                .containsExactly(
                        "tests/t.yaml:6:7 Invalid row: it has 1 cell, and the first line names 2 columns.",
                        "tests/t.yaml:7:7 Invalid row: it has 3 cells, and the first line names 2 columns.");
    }

    @Test
    void tellsWhereAValueIsNoneOfItsColumn() {
        assertThat(told("id,  word\n1,   a\nmany, b\n"))
                .containsExactly(
                        "tests/t.yaml:7:7 Invalid value of column 'id': expected a whole number of 64 bits, found 'many'.");
    }

    @Test
    void tellsAQuoteThatIsNotClosed() {
        assertThat(told("id,word\n1,\"a\n")).containsExactly("tests/t.yaml:6:9 Invalid cell: its quote is not closed.");
    }

    @Test
    void tellsOnePlaceForATextThatIsWrittenWithEscapes() {
        CsvRows.readAt(START, "id,word\n1\n", problems);

        assertThat(problems.sorted().get(0).place()).isEqualTo(START);
    }
}
