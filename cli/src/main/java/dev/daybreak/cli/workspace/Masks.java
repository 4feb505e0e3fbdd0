package dev.daybreak.cli.workspace;

import dev.daybreak.lineage.sensitive.SensitiveColumns;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.query.ColumnId;
import java.util.HashSet;
import java.util.Set;

/** What is hidden from somebody. Immutable. */
final class Masks {
    private final SensitiveColumns columns;
    private final boolean isOff;
    private final Graph graph;

    /** @param isOff whether whoever looks may see all */
    Masks(SensitiveColumns columns, boolean isOff, Graph graph) {
        this.columns = columns;
        this.isOff = isOff || columns.isEmpty();
        this.graph = graph;
    }

    boolean isOff() {
        return isOff;
    }

    boolean isSensitive(ColumnId column) {
        return !isOff && columns.isSensitive(column);
    }

    /** Whether a table, or what a view reads, has anything to hide. */
    boolean holdsAny(AssetKey asset) {
        if (isOff) {
            return false;
        }
        boolean isBehind = graph.find(asset).isPresent()
                && graph.tablesBehind(asset).stream().anyMatch(columns::holdsAny);
        return columns.holdsAny(asset) || isBehind;
    }

    /** Positions of a table's columns that are hidden. */
    Set<Integer> of(AssetKey asset, Schema schema) {
        Set<Integer> masked = new HashSet<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            if (isSensitive(new ColumnId(asset, schema.columns().get(i).name()))) {
                masked.add(i);
            }
        }
        return masked;
    }
}
