package dev.daybreak.server.pages.lineage;

import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;

/**
 * What somebody wants to see of the graph, as an address says it.
 *
 * @param asset that it is about; empty: no asset
 * @param column of that asset; empty: the asset as a whole
 * @param search a part of names; empty: none
 * @param upstream how many links to go against the flow
 * @param downstream how many to go along with it
 * @param isValuesOnly of a column, only what values are copied or computed from
 */
record Question(String asset, String column, String search, int upstream, int downstream, boolean isValuesOnly) {
    /** As far as there is anything. */
    static final int ALL = Integer.MAX_VALUE;

    private static final int AROUND_ASSET = 2;
    private static final int AROUND_FOUND = 1;
    private static final String ALL_WORD = "all";

    /** @throws HttpFailure 400 if a number is none */
    static Question of(Context ctx) {
        String asset = Pages.text(ctx, "asset");
        int usual = asset.isEmpty() ? AROUND_FOUND : AROUND_ASSET;
        return new Question(
                asset,
                asset.isEmpty() ? "" : Pages.text(ctx, "column"),
                Pages.text(ctx, "q").strip(),
                depth(ctx, "upstream", usual),
                depth(ctx, "downstream", usual),
                Pages.text(ctx, "by").equals("values"));
    }

    private static int depth(Context ctx, String name, int usual) {
        String text = Pages.text(ctx, name);
        if (text.isEmpty() || text.equals(ALL_WORD)) {
            return text.isEmpty() ? usual : ALL;
        }
        if (!text.matches("\\d{1,4}")) {
            throw HttpFailure.badRequest(
                    "Invalid parameter '" + name + "': '" + text + "' is not a number of links.",
                    name,
                    "Give a number from 0 to 9999, or 'all'.");
        }
        return Integer.parseInt(text);
    }

    /** Of a depth, as it stands in an address. */
    static String word(int depth) {
        return depth == ALL ? ALL_WORD : String.valueOf(depth);
    }

    static String addressOf(String asset) {
        return "/lineage?asset=" + Pages.encoded(asset);
    }

    static String addressOf(String asset, String column) {
        return addressOf(asset) + "&column=" + Pages.encoded(column);
    }

    /** As far from an asset as this one goes, if this one is about an asset. */
    String withAsset(String other) {
        return asset.isEmpty()
                ? addressOf(other)
                : addressOf(other) + "&upstream=" + word(upstream) + "&downstream=" + word(downstream);
    }
}
