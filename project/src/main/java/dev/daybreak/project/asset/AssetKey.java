package dev.daybreak.project.asset;

import java.util.regex.Pattern;

/**
 * The name of an asset: {@code namespace.name}. Tables take their folder below {@code assets/} as namespace, sources
 * {@code raw}, models {@code models}.
 */
public record AssetKey(String namespace, String name) implements Comparable<AssetKey> {
    public static final String SOURCES = "raw";
    public static final String MODELS = "models";

    /** What a part of a name may look like. */
    public static final Pattern PART = Pattern.compile("[a-z_][a-z0-9_]*");

    public AssetKey {
        if (!isValid(namespace, name)) {
            throw new IllegalArgumentException(
                    "Invalid asset name '" + namespace + "." + name + "': both parts must match " + PART);
        }
    }

    /** Whether an asset may be named so. */
    public static boolean isValid(String namespace, String name) {
        return PART.matcher(namespace).matches() && PART.matcher(name).matches();
    }

    /** @throws IllegalArgumentException if the text is not two valid parts with a dot between */
    public static AssetKey parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("Invalid asset name '" + text + "': expected namespace.name");
        }
        return new AssetKey(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(AssetKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "." + name;
    }
}
