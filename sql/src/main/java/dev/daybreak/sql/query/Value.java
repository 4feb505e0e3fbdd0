package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a value: the columns it comes from, apart those that only decide about rows, and its type if that can be
 * told. Mutable while a text is walked; a value that a relation holds is no longer changed.
 */
final class Value {
    final Set<ColumnId> direct = new LinkedHashSet<>();
    final Set<ColumnId> indirect = new LinkedHashSet<>();
    Optional<DataType> type = Optional.empty();
    /** Whether every engine has it in that very type: a table's column, a literal, or what a cast gives. */
    boolean settled;

    static Value of(ColumnId column, Optional<DataType> type) {
        Value value = new Value().typed(type).settled(true);
        value.direct.add(column);
        return value;
    }

    Value typed(Optional<DataType> known) {
        type = known;
        return this;
    }

    Value settled(boolean is) {
        settled = is;
        return this;
    }

    /** Takes over where another comes from; the type stays. */
    Value add(Value other) {
        direct.addAll(other.direct);
        indirect.addAll(other.indirect);
        return this;
    }

    /** Takes over everything of another as something that is only looked at. */
    Value addIndirect(Value other) {
        indirect.addAll(other.direct);
        indirect.addAll(other.indirect);
        return this;
    }

    Value addRows(Set<ColumnId> rows) {
        indirect.addAll(rows);
        return this;
    }

    /** The same origin with a type of its own. */
    Value withType(Optional<DataType> other) {
        return new Value().add(this).typed(other);
    }

    Set<ColumnId> all() {
        Set<ColumnId> all = new LinkedHashSet<>(direct);
        all.addAll(indirect);
        return all;
    }
}
