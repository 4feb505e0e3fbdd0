package dev.daybreak.sql.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that an expression can use: tables of the FROM clause, aliases of the select list, and those of the query around. */
final class Scope {
    /**
     * A table of a FROM clause.
     *
     * @param namespace of an asset without alias; empty otherwise
     */
    record Item(String alias, String namespace, Relation relation) {}

    final Scope parent;
    final Map<String, Relation> tables = new HashMap<>();
    final List<Item> items = new ArrayList<>();
    /** Columns that USING or NATURAL made one of two. */
    final Set<String> merged = new HashSet<>();
    /** Names of the select list, in lower case. */
    final Map<String, Value> aliases = new HashMap<>();
    /** Parameters of lambdas. */
    final Set<String> locals = new HashSet<>();

    boolean aliasesFirst;

    Scope(Scope parent) {
        this.parent = parent;
    }

    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A common table expression of this query or one around. */
    Optional<Relation> table(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Relation relation = scope.tables.get(fold(name));
            if (relation != null) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    /** The items that go by a name. */
    Optional<Item> item(String alias) {
        return items.stream()
                .filter(item -> item.alias().equalsIgnoreCase(alias))
                .findFirst();
    }

    Optional<Item> item(String namespace, String name) {
        return items.stream()
                .filter(item -> item.namespace().equalsIgnoreCase(namespace)
                        && item.alias().equalsIgnoreCase(name))
                .findFirst();
    }

    List<Item> itemsWith(String column) {
        return items.stream()
                .filter(item -> item.relation().find(column).isPresent())
                .toList();
    }
}
