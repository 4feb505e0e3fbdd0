package dev.daybreak.lake;

import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.view.ImmutableSQLViewRepresentation;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;
import org.apache.iceberg.view.ViewProperties;
import org.apache.iceberg.view.ViewRepresentation;

/**
 * The views of the catalog, which have no rows and no branches. A step's key stands in the properties of the view that it published, and its
 * commit is refused if anything came between, so that a view is published exactly once, as a table is. Thread-safe.
 */
public final class LakeViews {
    private static final int TRIES = 20;

    private final LakeCatalog catalog;
    private final Path folder;

    LakeViews(LakeCatalog catalog, Path folder) {
        this.catalog = catalog;
        this.folder = folder;
    }

    /**
     * What a view is.
     *
     * @param columns that it yields, in the order of its SELECT
     * @param texts its SELECT by the dialect that it is in: what Iceberg calls {@code duckdb}, {@code spark} and so on
     */
    public record Definition(Schema columns, Map<String, String> texts) {
        public Definition {
            Objects.requireNonNull(columns, "columns");
            texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        }
    }

    /**
     * Makes a view, or puts a definition in the place of the one that it has; does nothing if the step has done so before.
     *
     * @throws DaybreakException {@code SUPERSEDED} if the guard says so; {@code WRONG_USE} if something of the name is there that no run
     *     published as a view: a table, or a view of others. Nothing is changed then
     */
    public void publish(AssetKey key, Definition definition, PublishGuard guard) {
        Failures.told("publish view '" + key + "'", folder, () -> {
            Failpoint.BEFORE_COMMIT.reach();
            RuntimeException last = null;
            for (int i = 0; i < TRIES; i++) {
                try {
                    commit(key, definition, guard);
                    Failpoint.AFTER_COMMIT.reach();
                    return true;
                } catch (AlreadyExistsException | CommitFailedException e) {
                    last = e;
                    long most = TimeUnit.MILLISECONDS.toNanos(20L << Math.min(i, 6));
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
                }
            }
            throw last;
        });
    }

    private void commit(AssetKey key, Definition definition, PublishGuard guard) {
        TableIdentifier name = name(key);
        ViewOperations operations = catalog.operations(name);
        ViewMetadata base = operations.current();
        if (base != null && guard.step().equals(base.properties().get(History.STEP))) {
            return;
        }
        if (base != null) {
            requireOurs(key, base);
        } else if (catalog.tableExists(name)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot publish view '" + key + "': there is a table of that name, from when the asset was one."
                            + " Nothing was changed.",
                    "Give the view another name by renaming its file, take 'kind: view' back, or drop the table as a client of"
                            + " the catalog that 'daybreak serve' offers: DROP TABLE " + key + ".");
        }
        if (!guard.isNewest().getAsBoolean()) {
            throw new DaybreakException(
                    ErrorCode.SUPERSEDED,
                    "Cannot publish view '" + key + "': attempt '" + guard.attempt() + "' of step '" + guard.step()
                            + "' (token " + guard.token() + ") is not the newest any more; nothing was changed",
                    "Nothing is to be done: the newer attempt publishes.");
        }
        Failpoint.INSIDE_COMMIT.reach();
        operations.commit(base, next(name, base, definition, guard));
    }

    private static void requireOurs(AssetKey key, ViewMetadata view) {
        if (!view.properties().containsKey(History.STEP)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot publish '" + key + "': the catalog has a view of that name that no run has made."
                            + " Nothing was changed.",
                    "Give the asset another name by renaming its file, or drop the view as a client of the catalog.");
        }
    }

    private ViewMetadata next(TableIdentifier name, ViewMetadata base, Definition definition, PublishGuard guard) {
        ImmutableViewVersion.Builder version = ImmutableViewVersion.builder()
                .versionId(1)
                .schemaId(0)
                .timestampMillis(Clock.systemUTC().millis())
                .defaultNamespace(name.namespace());
        definition
                .texts()
                .forEach((dialect, sql) -> version.addRepresentations(ImmutableSQLViewRepresentation.builder()
                        .dialect(dialect)
                        .sql(sql)
                        .build()));
        ViewMetadata.Builder builder = base == null
                ? ViewMetadata.builder().setLocation(catalog.location(name))
                : ViewMetadata.buildFrom(base);
        return builder.setProperties(properties(guard))
                .setCurrentVersion(version.build(), IcebergTypes.schema(definition.columns()))
                .build();
    }

    private static Map<String, String> properties(PublishGuard guard) {
        return Map.of(
                History.STEP,
                guard.step(),
                History.ATTEMPT,
                guard.attempt(),
                History.TOKEN,
                Long.toString(guard.token()),
                History.RUN,
                guard.run(),
                History.FINGERPRINT,
                guard.fingerprint(),
                // A text that was portable and is so no more has one dialect less.
                ViewProperties.REPLACE_DROP_DIALECT_ALLOWED,
                "true");
    }

    /** A view as the catalog has it now, whoever published it; of texts that are no SQL nothing is told. */
    public Optional<Definition> find(AssetKey key) {
        return Failures.told("find view '" + key + "'", folder, () -> Optional.ofNullable(
                        catalog.operations(name(key)).current())
                .map(LakeViews::definition));
    }

    private static Definition definition(ViewMetadata view) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ViewRepresentation representation : view.currentVersion().representations()) {
            if (representation instanceof SQLViewRepresentation text) {
                texts.put(text.dialect(), text.sql());
            }
        }
        return new Definition(IcebergTypes.schema(view.schema()), texts);
    }

    /** Whether a view is as a step published it. */
    public boolean isPublished(AssetKey key, String step) {
        return Failures.told("find view '" + key + "'", folder, () -> {
            ViewMetadata view = catalog.operations(name(key)).current();
            return view != null && step.equals(view.properties().get(History.STEP));
        });
    }

    /**
     * Removes the view that stands where a table is to be made; it holds no rows.
     *
     * @param branch for which the table is made; empty: the main one
     */
    void giveWay(AssetKey key, Optional<String> branch) {
        ViewMetadata view = catalog.operations(name(key)).current();
        if (view == null) {
            return;
        }
        if (branch.isPresent()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot make table '" + key + "' in environment '" + branch.get()
                            + "': prod has a view of that name.",
                    "Give the table another name by renaming its file, or make it a table in prod first.");
        }
        requireOurs(key, view);
        catalog.dropView(name(key));
    }

    private static TableIdentifier name(AssetKey key) {
        return TableIdentifier.of(Namespace.of(key.namespace()), key.name());
    }
}
