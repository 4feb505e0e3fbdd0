package dev.daybreak.models.registry;

import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.models.registry.Promotion.Kind;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The versions of models, and which one is in production. Lives in the metadata store; thread-safe, and safe among processes.
 * {@code Production} is an alias: moving it is a row in a log that is never changed.
 */
public final class Registry {
    /** The alias that endpoints follow. */
    public static final String PRODUCTION = "Production";

    private final Store store;
    private final Jdbi jdbi;

    public Registry(Store store) {
        this.store = store;
        this.jdbi = store.jdbi();
    }

    /** Every model that has a version, in order. */
    public List<String> names() {
        return jdbi.withHandle(RegistryRows::names);
    }

    /** Newest first; empty for a model that was never trained. */
    public List<ModelVersion> versions(String name) {
        return jdbi.withHandle(handle -> RegistryRows.versions(handle, name));
    }

    /** A version that must be there, else {@code NOT_FOUND} with those that are. */
    public ModelVersion version(String name, int version) {
        return jdbi.withHandle(handle -> existing(handle, name, version));
    }

    /** The number of the version in production: one indexed look-up, cheap enough to be asked every second. */
    public OptionalInt productionVersion(String name) {
        return jdbi.withHandle(handle -> RegistryRows.alias(handle, name));
    }

    public Optional<ModelVersion> production(String name) {
        return jdbi.withHandle(handle -> {
            OptionalInt version = RegistryRows.alias(handle, name);
            return version.isEmpty() ? Optional.empty() : RegistryRows.version(handle, name, version.getAsInt());
        });
    }

    /** The version that a step published. */
    public Optional<ModelVersion> ofStep(String step) {
        return jdbi.withHandle(handle -> RegistryRows.ofStep(handle, step));
    }

    /** Every move of the alias, newest first. */
    public List<Promotion> log(String name) {
        return jdbi.withHandle(handle -> RegistryRows.log(handle, name));
    }

    /** The newest move of the alias. */
    public Optional<Promotion> lastMove(String name) {
        return jdbi.withHandle(handle -> RegistryRows.lastMove(handle, name));
    }

    /** Puts a version into production, held back or not; nothing is logged if it is there already. */
    public ModelVersion promote(String name, int version, String who, String why) {
        return jdbi.inTransaction(handle -> {
            RegistryRows.lock(handle);
            ModelVersion chosen = existing(handle, name, version);
            move(handle, Kind.PROMOTE, chosen, who, why);
            return chosen;
        });
    }

    /** Puts the version back into production that was there before the current one; a second call goes one further back. */
    public ModelVersion rollback(String name, String who, String why) {
        return jdbi.inTransaction(handle -> {
            RegistryRows.lock(handle);
            ModelVersion before = requireBefore(handle, name);
            move(handle, Kind.ROLLBACK, before, who, why);
            return before;
        });
    }

    /** What {@link #rollback} would put back into production; empty if there is none. */
    public Optional<ModelVersion> before(String name) {
        return jdbi.withHandle(handle -> {
            Deque<Integer> path = path(handle, name);
            path.poll();
            return path.isEmpty() ? Optional.empty() : RegistryRows.version(handle, name, path.peek());
        });
    }

    private static ModelVersion requireBefore(Handle handle, String name) {
        Deque<Integer> path = path(handle, name);
        if (path.size() < 2) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot roll back model '" + name + "': "
                            + (path.isEmpty()
                                    ? "it has no version in production."
                                    : "no version was in production before version " + path.peek() + "."),
                    "Promote one of its versions instead. " + versionsThereAre(handle, name));
        }
        path.pop();
        return existing(handle, name, path.peek());
    }

    /** The versions that came into production and were not rolled back, the current one first. */
    private static Deque<Integer> path(Handle handle, String name) {
        Deque<Integer> path = new ArrayDeque<>();
        List<Promotion> log = RegistryRows.log(handle, name);
        for (int i = log.size() - 1; i >= 0; i--) {
            if (log.get(i).kind() == Kind.ROLLBACK) {
                path.pop();
            } else {
                path.push(log.get(i).to());
            }
        }
        return path;
    }

    /**
     * Registers a version exactly once for its step, and promotes it if its gate held, in one transaction.
     *
     * @param isNewest asked while the store is locked for writing; false refuses with {@code SUPERSEDED}
     * @param place told the version's number; puts the artifact into its place. Whatever it leaves is not seen before the
     *     transaction ends, and is replaced by the next version of that number if it does not
     * @param artifacts the folder of artifacts, relative to the state folder
     */
    public ModelVersion publish(NewVersion fresh, String artifacts, BooleanSupplier isNewest, IntConsumer place) {
        return jdbi.inTransaction(handle -> {
            RegistryRows.lock(handle);
            Optional<ModelVersion> repeated = RegistryRows.ofStep(handle, fresh.step());
            if (repeated.isPresent()) {
                return repeated.get();
            }
            if (!isNewest.getAsBoolean()) {
                throw new DaybreakException(
                        ErrorCode.SUPERSEDED,
                        "Cannot publish a version of model '" + fresh.name()
                                + "': a newer attempt has taken over step '" + fresh.step() + "'",
                        "");
            }
            NewVersion judged = judgeAgain(handle, fresh);
            int number = RegistryRows.last(handle, fresh.name()) + 1;
            place.accept(number);
            String artifact = artifacts + "/" + fresh.name() + "/" + number + "/model.tar.gz";
            ModelVersion version = RegistryRows.insert(handle, judged, number, artifact, store.nowMillis(handle));
            if (version.outcome() == Outcome.PROMOTED) {
                move(handle, Kind.PROMOTE, version, "run " + fresh.run(), judged.reason());
            }
            Failpoint.INSIDE_COMMIT.reach();
            return version;
        });
    }

    /**
     * Removes what unfinished publishes left: calls {@code remove} with the last number of a model while no publish can run.
     */
    public void sweep(String name, IntConsumer remove) {
        jdbi.useTransaction(handle -> {
            RegistryRows.lock(handle);
            remove.accept(RegistryRows.last(handle, name));
        });
    }

    /** Holds back a version whose judgement no longer fits what is in production. */
    private static NewVersion judgeAgain(Handle handle, NewVersion fresh) {
        OptionalInt current = RegistryRows.alias(handle, fresh.name());
        if (fresh.outcome() == Outcome.HELD_BACK || current.isEmpty()) {
            return fresh;
        }
        ModelVersion champion = existing(handle, fresh.name(), current.getAsInt());
        if (champion.interval().end().isAfter(fresh.interval().end())) {
            return fresh.heldBack(PRODUCTION + " version " + champion.version() + " was trained up to "
                    + champion.interval().end() + ", this one only up to "
                    + fresh.interval().end());
        }
        if (fresh.comparesWithChampion() && champion.version() != fresh.champion()) {
            return fresh.heldBack("version " + champion.version() + " came into production while it was judged against "
                    + (fresh.champion() == 0 ? "none" : "version " + fresh.champion()));
        }
        return fresh;
    }

    private void move(Handle handle, Kind kind, ModelVersion to, String who, String why) {
        OptionalInt from = RegistryRows.alias(handle, to.name());
        if (from.isPresent() && from.getAsInt() == to.version()) {
            return;
        }
        Instant now = Instant.ofEpochMilli(store.nowMillis(handle));
        RegistryRows.move(handle, new Promotion(to.name(), kind, from, to.version(), who, why, now));
    }

    private static ModelVersion existing(Handle handle, String name, int version) {
        return RegistryRows.version(handle, name, version)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.NOT_FOUND,
                        "Cannot find version " + version + " of model '" + name + "'.",
                        versionsThereAre(handle, name)));
    }

    private static String versionsThereAre(Handle handle, String name) {
        List<ModelVersion> versions = RegistryRows.versions(handle, name);
        if (versions.isEmpty()) {
            List<String> names = RegistryRows.names(handle);
            String known = names.isEmpty()
                    ? "No model has a version yet"
                    : "Models with versions: " + String.join(", ", names);
            return known + "." + NearestName.hint(name, names);
        }
        return "Its versions: "
                + versions.stream()
                        .limit(20)
                        .map(version ->
                                version.version() + " (" + version.outcome().text() + ")")
                        .collect(Collectors.joining(", "));
    }
}
