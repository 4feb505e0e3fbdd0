package dev.daybreak.project.plan;

import java.util.Objects;

/**
 * What an asset would find now of which neither its file nor the rows of its inputs tell: outside of the project, or about its inputs.
 *
 * @param version changes if and only if there is something to bring in; empty if there is no such thing for the asset
 * @param news what is new, for people: {@code "3 new files"}; empty if nothing is
 * @param part the name of the fingerprint's part that it is
 */
public record Outside(String version, String news, String part) {
    public static final Outside NOTHING = new Outside("", "");

    public Outside {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(news, "news");
        Objects.requireNonNull(part, "part");
    }

    /** What lies outside of the project. */
    public Outside(String version, String news) {
        this(version, news, "outside");
    }
}
