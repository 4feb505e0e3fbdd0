package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.Query;

/** Finds runs by words. Thread-safe. */
public final class RunSearch {
    /** So many of the newest runs are looked at; older ones are found by their whole id. */
    public static final int NEWEST = 10_000;

    private final Store store;

    public RunSearch(Store store) {
        this.store = store;
    }

    /**
     * Runs in whose id, request, pipeline or asker each of some words stands, in capitals or not; newest first.
     *
     * @param words without any, no run is found
     */
    public List<RunRecord> find(List<String> words, int most) {
        if (words.isEmpty()) {
            return List.of();
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            all.append(i == 0 ? "" : " AND ")
                    .append("texts LIKE :word")
                    .append(i)
                    .append(" ESCAPE '!'");
        }
        return store.jdbi().withHandle(handle -> {
            Query query = handle.createQuery(
                            """
                            SELECT *
                            FROM run
                            WHERE run_id IN (
                                SELECT run_id
                                FROM (
                                    SELECT run_id,
                                           lower(run_id || ' ' || words || ' ' || coalesce(pipeline, '') || ' ' || requested_by)
                                               AS texts
                                    FROM run
                                    ORDER BY started_at DESC
                                    LIMIT :newest) AS newest
                                WHERE %s)
                               OR run_id = :id
                            ORDER BY started_at DESC, run_id DESC
                            LIMIT :most
                            """
                                    .formatted(all))
                    .bind("newest", NEWEST)
                    .bind("id", words.size() == 1 ? words.get(0) : "")
                    .bind("most", most);
            for (int i = 0; i < words.size(); i++) {
                query.bind("word" + i, "%" + escaped(words.get(i).toLowerCase(Locale.ROOT)) + "%");
            }
            return History.withSteps(
                    handle, query.map((row, context) -> Rows.run(row)).list());
        });
    }

    private static String escaped(String word) {
        return word.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
