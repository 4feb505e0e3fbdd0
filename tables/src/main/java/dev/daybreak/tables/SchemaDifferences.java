package dev.daybreak.tables;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In what the columns of two tables differ, in words; their order does not matter. */
final class SchemaDifferences {
    private SchemaDifferences() {}

    /**
     * @param one whose the first are, as the subject of a sentence
     * @param has what it does with columns, such as "yields"
     */
    static List<String> between(String one, Schema mine, String other, Schema theirs, String has) {
        List<String> words = new ArrayList<>();
        for (Column column : mine.columns()) {
            Optional<Column> same = theirs.find(column.name());
            if (same.isEmpty()) {
                words.add("only " + one + " " + has + " column '" + column.name() + "'");
            } else if (!same.get().type().equals(column.type())) {
                words.add("column '" + column.name() + "' is " + column.type() + " on " + one + " and "
                        + same.get().type() + " on " + other);
            }
        }
        theirs.columns().stream()
                .filter(column -> mine.find(column.name()).isEmpty())
                .forEach(column -> words.add("only " + other + " " + has + " column '" + column.name() + "'"));
        return words;
    }
}
