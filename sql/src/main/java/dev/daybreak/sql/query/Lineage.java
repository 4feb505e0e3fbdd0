package dev.daybreak.sql.query;

import java.util.LinkedHashSet;
import java.util.Set;

/** The columns a value comes from: those it is computed from, and those that only decide about rows. Mutable while a text is walked. */
final class Lineage {
    final Set<ColumnId> direct = new LinkedHashSet<>();
    final Set<ColumnId> indirect = new LinkedHashSet<>();

    static Lineage of(ColumnId column) {
        Lineage lineage = new Lineage();
        lineage.direct.add(column);
        return lineage;
    }

    Lineage add(Lineage other) {
        direct.addAll(other.direct);
        indirect.addAll(other.indirect);
        return this;
    }

    /** Takes over everything of another as something that is only looked at. */
    Lineage addIndirect(Lineage other) {
        indirect.addAll(other.direct);
        indirect.addAll(other.indirect);
        return this;
    }

    Lineage addRows(Set<ColumnId> rows) {
        indirect.addAll(rows);
        return this;
    }

    Set<ColumnId> all() {
        Set<ColumnId> all = new LinkedHashSet<>(direct);
        all.addAll(indirect);
        return all;
    }
}
