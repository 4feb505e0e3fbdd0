package dev.daybreak.server.pages.console;

import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What somebody asks of the console.
 *
 * @param sql may be empty
 * @param environment empty: that which is served
 * @param kind how it is drawn; empty: not at all
 * @param x the column along the axis; empty: the first
 * @param y the column with values; empty: all numbers
 */
public record Question(String sql, String environment, String kind, String x, String y) {
    public static final List<String> KINDS = List.of("line", "area", "bar", "scatter");
    /** Longer ones are not written by hand, and make no link. */
    private static final int MOST_LETTERS = 20_000;

    /** A browser sends the address it comes from along, and all headers together may have 8,000 letters. */
    private static final int MOST_OF_LINK = 3_000;

    /** As the address says it. */
    static Question ofAddress(Context ctx) {
        return of(ctx::queryParam);
    }

    /** As a form says it. */
    static Question ofForm(Context ctx) {
        return of(ctx::formParam);
    }

    private static Question of(UnaryOperator<String> parameters) {
        Map<String, String> said = new LinkedHashMap<>();
        for (String name : List.of("sql", "env", "kind", "x", "y")) {
            String value = parameters.apply(name);
            said.put(name, value == null ? "" : value);
        }
        String sql = said.get("sql").replace("\r\n", "\n");
        if (sql.length() > MOST_LETTERS) {
            throw HttpFailure.badRequest(
                    "Invalid query: it has " + sql.length() + " letters; permitted are " + MOST_LETTERS + ".",
                    "sql",
                    "Make a view of a part of it.");
        }
        String kind = KINDS.contains(said.get("kind")) ? said.get("kind") : "";
        return new Question(sql, said.get("env"), kind, said.get("x"), said.get("y"));
    }

    Optional<Tile.Kind> drawn() {
        return kind.isEmpty() ? Optional.empty() : Optional.of(Tile.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    }

    /** The address at which it is filled in; empty if it is too long for one. */
    public Optional<String> link() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("sql", sql);
        parts.put("env", environment);
        parts.put("kind", kind);
        parts.put("x", x);
        parts.put("y", y);
        String query = parts.entrySet().stream()
                .filter(part -> !part.getValue().isEmpty())
                .map(part -> part.getKey() + "=" + Pages.encoded(part.getValue()))
                .collect(Collectors.joining("&"));
        return query.length() > MOST_OF_LINK ? Optional.empty() : Optional.of("/console?" + query);
    }
}
