package dev.daybreak.project.plan;

import java.util.Objects;

/**
 * What an asset would find outside the project now.
 *
 * @param version changes if and only if there is something to bring in; empty if the asset reads nothing outside
 * @param news what is new, for people: {@code "3 new files"}; empty if nothing is
 */
public record Outside(String version, String news) {
    public static final Outside NOTHING = new Outside("", "");

    public Outside {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(news, "news");
    }
}
