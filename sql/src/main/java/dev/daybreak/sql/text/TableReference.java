package dev.daybreak.sql.text;

import dev.daybreak.project.asset.AssetKey;

/**
 * A place in a text where rows of an asset are read, such as {@code FROM raw.clicks}.
 *
 * @param start offset of the name's first character
 * @param end offset after its last
 * @param aliased whether the text gives it another name
 * @param from tells which FROM clause it stands in
 */
public record TableReference(AssetKey asset, int start, int end, boolean aliased, int from) {}
