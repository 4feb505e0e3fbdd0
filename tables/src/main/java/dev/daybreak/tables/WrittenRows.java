package dev.daybreak.tables;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.tables.ParityQuery.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that only one of two sides wrote, as one engine compares them: the last digits of floats count. */
final class WrittenRows {
    /** So many rows of each side that the other has not are looked at more closely; with more, the rest counts as different. */
    private static final int MOST = 100_000;

    private final Session session;
    private final List<String> names;

    /** @param session in which both become readable */
    WrittenRows(Session session, Written mine, Written theirs) {
        this.session = session;
        this.names = mine.schema().names();
        session.register("mine", mine.relation());
        session.register("theirs", theirs.relation());
    }

    List<List<Object>> onlyMine() {
        return without("mine", "theirs");
    }

    List<List<Object>> onlyTheirs() {
        return without("theirs", "mine");
    }

    private List<List<Object>> without(String from, String these) {
        String columns = names.stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM \"" + from + "\" EXCEPT ALL SELECT " + columns + " FROM \"" + these
                + "\" LIMIT " + MOST;
        List<List<Object>> all = new ArrayList<>();
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < names.size(); column++) {
                    row.add(rows.value(column));
                }
                all.add(row);
            }
        }
        return all;
    }
}
