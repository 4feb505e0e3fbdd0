package dev.daybreak.sql.query;

import dev.daybreak.project.asset.AssetKey;

/** A column of an asset. */
public record ColumnId(AssetKey asset, String column) implements Comparable<ColumnId> {
    @Override
    public int compareTo(ColumnId other) {
        int byAsset = asset.compareTo(other.asset);
        return byAsset != 0 ? byAsset : column.compareTo(other.column);
    }

    @Override
    public String toString() {
        return asset + "." + column;
    }
}
