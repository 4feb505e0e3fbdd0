package dev.daybreak.server.query;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs queries once for each snapshot of what they read: as long as no table changes, the answer is that of before. Keeps a bounded number of
 * answers, the latest. Thread-safe.
 */
public final class CachedQueries {
    private static final int MOST = 100;
    private static final int MOST_CELLS = 500_000;

    private final Queries queries;
    // Both are guarded by answers.
    private final Map<Key, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
    private int cells;

    private record Key(Query query, Map<String, Long> read) {}

    /** @param at when it was computed */
    public record Answer(Result result, Instant at) {}

    public CachedQueries(Queries queries) {
        this.queries = queries;
    }

    /**
     * What a query yields now. Of those who wait for one answer, one computes it.
     *
     * @param now the time
     * @param running when one is computed that is not known
     */
    public Answer run(Query query, Supplier<Instant> now, UnaryOperator<Supplier<Answer>> running) {
        Key key = new Key(query, queries.versions(query));
        return find(key).orElseGet(() -> running.apply(() -> find(key).orElseGet(() -> compute(query, now)))
                .get());
    }

    private Answer compute(Query query, Supplier<Instant> now) {
        Result result = queries.run(query);
        Answer answer = new Answer(result, now.get());
        keep(new Key(query, result.read()), answer);
        return answer;
    }

    private Optional<Answer> find(Key key) {
        synchronized (answers) {
            return Optional.ofNullable(answers.get(key));
        }
    }

    private void keep(Key key, Answer answer) {
        synchronized (answers) {
            Answer before = answers.put(key, answer);
            cells += size(answer) - (before == null ? 0 : size(before));
            Iterator<Map.Entry<Key, Answer>> oldest = answers.entrySet().iterator();
            while ((answers.size() > MOST || cells > MOST_CELLS) && oldest.hasNext()) {
                cells -= size(oldest.next().getValue());
                oldest.remove();
            }
        }
    }

    private static int size(Answer answer) {
        return (answer.result().rows().size() + 1) * (answer.result().columns().size() + 1);
    }
}
