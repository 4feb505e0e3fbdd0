package dev.daybreak.lineage.graph;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.sql.query.ColumnId;
import java.util.Optional;

/** An asset, or one column of it. */
public record LineageNode(AssetKey asset, Optional<String> column) implements Comparable<LineageNode> {
    public static LineageNode of(AssetKey asset) {
        return new LineageNode(asset, Optional.empty());
    }

    public static LineageNode of(ColumnId column) {
        return new LineageNode(column.asset(), Optional.of(column.column()));
    }

    /**
     * Reads {@code namespace.name} or {@code namespace.name.column}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static LineageNode parse(String text) {
        int first = text.indexOf('.');
        int second = first < 0 ? -1 : text.indexOf('.', first + 1);
        return second < 0
                ? of(AssetKey.parse(text))
                : new LineageNode(AssetKey.parse(text.substring(0, second)), Optional.of(text.substring(second + 1)));
    }

    @Override
    public int compareTo(LineageNode other) {
        int byAsset = asset.compareTo(other.asset);
        return byAsset != 0 ? byAsset : column.orElse("").compareTo(other.column.orElse(""));
    }

    @Override
    public String toString() {
        return asset + column.map(name -> "." + name).orElse("");
    }
}
