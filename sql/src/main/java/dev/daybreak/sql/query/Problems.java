package dev.daybreak.sql.query;

import dev.daybreak.sql.syntax.ParsedQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/** Collects what is wrong in one text, once each, however often a part of it is walked. */
final class Problems {
    private final ParsedQuery query;
    private final Set<SqlProblem> found = new LinkedHashSet<>();

    Problems(ParsedQuery query) {
        this.query = query;
    }

    void add(SqlNode node, String message, String mend) {
        found.add(new SqlProblem(query.position(node), message, mend));
    }

    /** What the author wrote for a node. */
    String source(SqlNode node) {
        return query.source(node);
    }

    List<SqlProblem> all() {
        return List.copyOf(found);
    }
}
