package dev.daybreak.server.api;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.ViewAsset;
import java.util.List;

/** What the API and the pages call the kinds of assets. */
public final class AssetKind {
    static final List<String> ALL = List.of("source", "table", "view", "model");

    private AssetKind() {}

    public static String of(Asset asset) {
        if (asset instanceof SourceAsset) {
            return "source";
        }
        if (asset instanceof ModelAsset) {
            return "model";
        }
        return asset instanceof ViewAsset ? "view" : "table";
    }
}
