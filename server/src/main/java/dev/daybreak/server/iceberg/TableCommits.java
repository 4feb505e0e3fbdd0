package dev.daybreak.server.iceberg;

import dev.daybreak.lake.Receipt;
import dev.daybreak.lake.SharedCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/**
 * Commits to one table or to several at once: all their metadata files are written first, then one transaction makes them current, each only
 * if the table still has the file that the new one was built on. If another writer came first, all of it is done again on what that one
 * left, as long as the tables still are as the requests require. Thread-safe.
 */
final class TableCommits {
    private static final int TRIES = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final SharedCatalog catalog;

    TableCommits(SharedCatalog catalog) {
        this.catalog = catalog;
    }

    /** @param receipt what is kept in the same transaction, by the place of the new metadata */
    TableMetadata commit(
            TableIdentifier table, UpdateTableRequest request, Function<String, Optional<Receipt>> receipt) {
        List<StagedTable> committed = commit(
                () -> List.of(StagedTable.of(catalog, table, request)),
                staged -> receipt.apply(staged.get(0).location()));
        return committed.get(0).committed();
    }

    /** @param receipt what is kept in the same transaction */
    void commitAll(List<UpdateTableRequest> requests, Optional<Receipt> receipt) {
        Set<TableIdentifier> tables = new HashSet<>();
        for (UpdateTableRequest request : requests) {
            if (request.identifier() == null) {
                throw new BadRequestException("Invalid transaction: a change names no table");
            }
            if (!tables.add(request.identifier())) {
                throw new BadRequestException(
                        "Invalid transaction: table '%s' is in it twice; send one change for each",
                        request.identifier());
            }
        }
        commit(() -> stageAll(requests), staged -> receipt).forEach(StagedTable::committed);
    }

    /** What stages, again for each try. */
    private interface Staging {
        List<StagedTable> stage();
    }

    private List<StagedTable> commit(Staging staging, Function<List<StagedTable>, Optional<Receipt>> receipt) {
        for (int tried = 1; ; tried++) {
            List<StagedTable> staged = staging.stage();
            try {
                catalog.move(
                        staged.stream()
                                .filter(StagedTable::isChanged)
                                .map(StagedTable::move)
                                .toList(),
                        receipt.apply(staged));
                return staged;
            } catch (CommitStateUnknownException e) {
                // The files may be current.
                throw e;
            } catch (CommitFailedException e) {
                staged.forEach(StagedTable::discard);
                if (tried == TRIES) {
                    throw e;
                }
                pause(tried);
            } catch (RuntimeException e) {
                staged.forEach(StagedTable::discard);
                throw e;
            }
        }
    }

    private List<StagedTable> stageAll(List<UpdateTableRequest> requests) {
        List<StagedTable> staged = new ArrayList<>();
        try {
            requests.forEach(request -> staged.add(StagedTable.of(catalog, request.identifier(), request)));
            return staged;
        } catch (RuntimeException e) {
            staged.forEach(StagedTable::discard);
            throw e;
        }
    }

    private static void pause(int tried) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 5L << tried);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(most)));
    }
}
