package dev.daybreak.server.iceberg;

import dev.daybreak.lake.Receipt;
import dev.daybreak.lake.SharedCatalog;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/**
 * Does what a request asks for once for its {@code Idempotency-Key}, and answers it alike whenever it comes again. The answers are kept in
 * the catalog's database; that of a commit in the commit's own transaction, so no crash comes between the two. Thread-safe.
 */
final class OnceOnly {
    /** Another try with the same key may have another outcome. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 408, 419, 429);

    private static final int STRIPES = 64;

    private final SharedCatalog catalog;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    OnceOnly(SharedCatalog catalog) {
        this.catalog = catalog;
    }

    Answer answer(Exchange exchange, Supplier<Answer> action) {
        Optional<String> key = exchange.key();
        if (key.isEmpty()) {
            return action.get();
        }
        ReentrantLock lock = locks[Math.floorMod(key.get().hashCode(), STRIPES)];
        lock.lock();
        try {
            Optional<Receipt> earlier = catalog.receipts().find(key.get(), exchange.at());
            return earlier.isPresent() ? again(exchange, key.get(), earlier.get()) : first(exchange, key.get(), action);
        } finally {
            lock.unlock();
        }
    }

    private Answer first(Exchange exchange, String key, Supplier<Answer> action) {
        Answer answer;
        try {
            answer = action.get();
            if (exchange.isReceiptTaken()) {
                return answer;
            }
        } catch (RuntimeException e) {
            answer = IcebergFailures.answer(exchange.http(), e);
        }
        if (answer.status() < 500 && !PASSING.contains(answer.status())) {
            catalog.receipts()
                    .keep(Receipt.ofBody(key, exchange.fingerprint(), answer.status(), answer.body(), exchange.at()));
        }
        return answer;
    }

    private Answer again(Exchange exchange, String key, Receipt earlier) {
        if (!earlier.request().equals(exchange.fingerprint())) {
            throw new UnprocessableEntityException(
                    "Invalid %s '%s': another request had it before", RESTUtil.IDEMPOTENCY_KEY_HEADER, key);
        }
        return earlier.metadata().isEmpty()
                ? new Answer(earlier.status(), earlier.body(), Map.of())
                : Answer.of(LoadTableResponse.builder()
                        .withTableMetadata(metadata(exchange, earlier.metadata()))
                        .build());
    }

    /** As the commit left it; if many commits have come since then and its file is gone, as the table is now. */
    private TableMetadata metadata(Exchange exchange, String location) {
        try {
            return TableMetadataParser.read(catalog.operations(exchange.table()).io(), location);
        } catch (NotFoundException e) {
            return catalog.operations(exchange.table()).current();
        }
    }
}
