package dev.daybreak.server.pages;

import java.util.List;

/** All assets, each after what it reads. */
public record AssetsView(Shell shell, List<Row> assets) implements View {
    @Override
    public String title() {
        return "Assets";
    }

    /**
     * @param kind {@code source}, {@code table}, {@code view} or {@code model}
     * @param every how it is cut along time; empty if it is not
     * @param toDo partitions that are missing or stale; 0 also while that is not known
     */
    public record Row(
            String asset,
            String kind,
            String description,
            String owner,
            String domain,
            List<String> tags,
            String every,
            int toDo) {}
}
